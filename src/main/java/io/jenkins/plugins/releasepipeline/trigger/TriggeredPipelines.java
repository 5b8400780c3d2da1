package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.ReleasePipelines;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The pipelines that triggers may start, and what the host makes of them. Thread-safe. */
public interface TriggeredPipelines {
    /** The pipelines that start by themselves, by their names in the journal. */
    List<String> names();

    /** A pipeline that starts by itself. */
    Optional<PipelineRuntime> pipeline(String name);

    /** What people call a pipeline. */
    default String shown(String name) {
        return name;
    }

    /** The pipeline that a definition or a configuration calls so, whether it starts by itself or not. */
    Optional<PipelineRuntime> called(String shown);

    /** The pipeline is about to be started: its definition may be read anew where it is kept elsewhere. May block. */
    default void beforeStart(String name) throws IOException {}

    /** All pipelines of a host that names them as the journal does. */
    static TriggeredPipelines of(ReleasePipelines pipelines) {
        return new TriggeredPipelines() {
            @Override
            public List<String> names() {
                return pipelines.names();
            }

            @Override
            public Optional<PipelineRuntime> pipeline(String name) {
                return pipelines.pipeline(name);
            }

            @Override
            public Optional<PipelineRuntime> called(String shown) {
                return pipelines.pipeline(shown);
            }
        };
    }
}
