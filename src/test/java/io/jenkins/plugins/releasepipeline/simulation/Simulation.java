package io.jenkins.plugins.releasepipeline.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Random steps in a world, as a seed has them. */
final class Simulation {
    private Simulation() {}

    /**
     * What did not hold.
     *
     * @param script what was done until then
     */
    record Failure(long seed, Violation violation, Script script) {

        /** What a person needs to make it happen again. */
        String explain() {
            Script shortest = script.shrunkWhile(violation.invariant());
            Violation again = shortest.play().orElse(violation);
            return "seed " + seed + ": " + again.getMessage() + "\n\nThis shows it; paste it into a test:\n\n"
                    + "assertThat(Script.parse(\"\"\"\n"
                    + shortest.toString().replace("\\", "\\\\").indent(8)
                    + "        \"\"\").play()).isEmpty();\n";
        }
    }

    /** @param seen is told the kind of every step and event */
    static Optional<Failure> run(long seed, Consumer<String> seen) {
        List<Step> steps = new ArrayList<>();
        return run(seed, steps, seen).map(violation -> new Failure(seed, violation, new Script(seed, steps)));
    }

    /** All that a seed does. */
    static Script script(long seed) {
        List<Step> steps = new ArrayList<>();
        run(seed, steps, kind -> {});
        return new Script(seed, steps);
    }

    private static Optional<Violation> run(long seed, List<Step> steps, Consumer<String> seen) {
        Violation.forget();
        RandomSteps random = new RandomSteps(seed);
        try (World world = new World(seed)) {
            int count = random.count();
            for (int i = 0; i < count; i++) {
                Step step = random.next(world);
                steps.add(step);
                world.execute(step);
            }
            for (Step step : random.end()) {
                steps.add(step);
                world.execute(step);
            }
            steps.forEach(step -> seen.accept("step " + step.getClass().getSimpleName()));
            world.truths().values().forEach(truth -> truth.events()
                    .forEach(event -> seen.accept("event " + event.getClass().getSimpleName())));
            for (int i = 0; i < world.compactions(); i++) {
                seen.accept("compaction of the journal");
            }
            for (int i = 0; i < world.forgotten(); i++) {
                seen.accept("deletion of a pipeline");
            }
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(Violation.of(e));
        } finally {
            Violation.forget();
        }
    }
}
