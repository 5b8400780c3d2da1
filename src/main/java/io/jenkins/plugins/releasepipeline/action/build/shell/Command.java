package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.ArrayList;
import java.util.List;

/** A simple command as it is written: its words, its redirections. */
final class Command {
    final List<Word> words = new ArrayList<>();
    final List<Word> hereStrings = new ArrayList<>();
    final List<HereDocument> hereDocuments = new ArrayList<>();
    final List<Occurrence> processSubstitutions = new ArrayList<>();
    final List<String> files = new ArrayList<>();
}
