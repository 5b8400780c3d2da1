package io.jenkins.plugins.releasepipeline.jenkins.example;

import hudson.Extension;
import io.jenkins.plugins.releasepipeline.runtime.StageListener;
import io.jenkins.plugins.releasepipeline.runtime.StageTransition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.Symbol;

/** Remembers what happened to stages. */
@Extension
@Symbol("diary")
public final class Diary implements StageListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onTransition(StageTransition transition) {
        lines.add("#" + transition.executionNumber() + " " + transition.stageName() + " " + transition.state());
    }

    public List<String> lines() {
        return lines;
    }
}
