package io.jenkins.plugins.releasepipeline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.engine.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Test;

/**
 * The real decider, journal and runtime under virtual time, random work, faults and crashes. {@code bin/simulate-engine}
 * runs more seeds, or the one that a failure names.
 */
public class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulationSeeds", 2000);

    @Test
    public void whatever_happens_in_whatever_order_the_invariants_hold() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        String failure = Simulations.run(0, SEEDS, done -> {}, seen::add).orElse("");
        assertThat(failure).isEmpty();
        if (SEEDS >= 1000) {
            assertThat(seen).as("the kinds of events that came about").containsAll(kinds(Event.class));
        }
    }

    @Test
    public void a_script_is_read_as_it_was_written_and_does_the_same_again() {
        for (long seed = 0; seed < 10; seed++) {
            long number = seed;
            Script script = Simulations.quietly(() -> Simulation.script(number));
            Script read = Script.parse(script.toString());
            assertThat(read.toString()).isEqualTo(script.toString());
            assertThat(read).isEqualTo(script);
            assertThat(Simulations.quietly(read::play)).isEmpty();
        }
    }

    /** Its history came back out of the journal, and an action that was being stopped wrote to a deleted log. */
    @Test
    public void a_deleted_pipeline_leaves_nothing_that_goes_on_or_comes_back_at_the_next_start() {
        Script script = Script.parse(
                """
                seed 1
                submit shop {"command":"UpdateDefinition","definition":{"name":"shop","stages":[{"name":"Source","actions":[{"name":"Git","actionTypeId":{"category":"Source","owner":"Custom","provider":"Any","version":"1"}}]},{"name":"Build","actions":[{"name":"Make","actionTypeId":{"category":"Build","owner":"Custom","provider":"Any","version":"1"}}]}]},"closedTransitions":{},"policy":"CANCEL","by":"ada"}
                run all
                submit shop {"command":"StartExecution","executionId":"shop-1","trigger":{"type":"StartPipelineExecution","detail":"ada"},"variables":{},"sourceRevisions":{}}
                run all
                forget shop
                run all
                pass PT1S
                run all
                kill
                settle
                """);
        assertThat(Simulations.quietly(script::play)).isEmpty();
    }

    private static List<String> kinds(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.isSealed()) {
                names.addAll(kinds(each));
            } else {
                names.add("event " + each.getSimpleName());
            }
        }
        return names;
    }
}
