package io.jenkins.plugins.releasepipeline.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens in a world, so that it happens again.
 *
 * @param seed of what the disk does
 */
record Script(long seed, List<Step> steps) {
    Script {
        steps = List.copyOf(steps);
    }

    /** Reads what {@link #toString} wrote. */
    static Script parse(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return new Script(
                Long.parseLong(lines.get(0).substring("seed ".length())),
                lines.stream().skip(1).map(Step::parse).toList());
    }

    /** Plays all of it; returns what did not hold. */
    Optional<Violation> play() {
        Violation.forget();
        try (World world = new World(seed)) {
            for (Step step : steps) {
                world.execute(step);
            }
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(Violation.of(e));
        } finally {
            Violation.forget();
        }
    }

    /** The shortest script that is found, by leaving out steps, with the same invariant broken. */
    Script shrunkWhile(String invariant) {
        Script best = this;
        int size = Math.max(1, steps.size() / 2);
        while (size > 0) {
            boolean shorter = false;
            for (int from = best.steps.size() - size; from > -size; from -= size) {
                Script without = best.without(Math.max(0, from), Math.max(0, from) + Math.min(size, size + from));
                if (without.play()
                        .filter(found -> found.invariant().equals(invariant))
                        .isPresent()) {
                    best = without;
                    shorter = true;
                }
            }
            if (!shorter || size > best.steps.size()) {
                size /= 2;
            }
        }
        return best;
    }

    private Script without(int from, int to) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(Math.min(from, fewer.size()), Math.min(to, fewer.size())).clear();
        return new Script(seed, fewer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + "\n");
        steps.forEach(step -> text.append(step).append('\n'));
        return text.toString();
    }
}
