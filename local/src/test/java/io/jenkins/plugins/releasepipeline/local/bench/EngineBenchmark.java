package io.jenkins.plugins.releasepipeline.local.bench;

import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Decider;
import io.jenkins.plugins.releasepipeline.engine.Decision;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A decision about a report, and the events of it, in a small and in the largest pipeline. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class EngineBenchmark {
    @Param({"4x3", "50x20"})
    public String size;

    private PipelineState state;
    private Command command;
    private List<Event> events;
    private Instant now;

    @Setup
    public void prepare() {
        int stages = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int actions = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        now = Instant.EPOCH;
        state = PipelineState.unborn("bench");
        decide(new Command.UpdateDefinition(BenchPipelines.of("bench", stages, actions), Map.of(), "bench"));
        decide(BenchPipelines.start("execution"));
        command = report("Source", "Checkout");
        events = ((Decision.Accepted) Decider.decide(state, command, now)).events();
    }

    @Benchmark
    public Decision decide() {
        return Decider.decide(state, command, now);
    }

    @Benchmark
    public PipelineState apply() {
        PipelineState next = state;
        for (Event event : events) {
            next = next.apply(event);
        }
        return next;
    }

    private void decide(Command next) {
        state = ((Decision.Accepted) Decider.decide(state, next, now)).state();
    }

    private Command report(String stage, String action) {
        String attempt = state.execution("execution")
                .orElseThrow()
                .stage(stage)
                .orElseThrow()
                .action(action)
                .orElseThrow()
                .actionExecutionId();
        return new Command.ActionReported(
                "execution",
                stage,
                action,
                attempt,
                ActionStatus.Succeeded,
                "",
                "",
                "",
                Optional.empty(),
                Map.of("CommitId", "0".repeat(40)),
                Map.of("src", "0".repeat(64) + ":1"),
                Optional.empty());
    }
}
