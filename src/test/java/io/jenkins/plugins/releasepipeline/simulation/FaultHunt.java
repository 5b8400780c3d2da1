package io.jenkins.plugins.releasepipeline.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.runner.Request;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;
import org.junit.runner.notification.RunNotifier;
import org.junit.runner.notification.StoppedByUserException;

/** Looks for a fault in the engine that this class was loaded with. */
public final class FaultHunt {
    private FaultHunt() {}

    /**
     * What finds it first: the simulation with a few seeds, one of the unit tests, or the simulation with more seeds.
     *
     * @param tests the names of their classes, in the order in which they are asked
     * @return empty when nothing does
     */
    public static String find(long few, long more, List<String> tests) {
        String found = simulation(0, few);
        for (int i = 0; i < tests.size() && found.isEmpty(); i++) {
            found = failureIn(tests.get(i));
        }
        return found.isEmpty() ? simulation(few, more) : found;
    }

    private static String simulation(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            Optional<Simulation.Failure> failure = Simulation.run(seed, kind -> {});
            if (failure.isPresent()) {
                return "simulation, seed " + seed + ": "
                        + failure.get().violation().invariant().replace('_', ' ');
            }
        }
        return "";
    }

    private static String failureIn(String test) {
        List<String> failed = new ArrayList<>();
        try {
            Class<?> type = Class.forName(test, true, FaultHunt.class.getClassLoader());
            RunNotifier notifier = new RunNotifier();
            notifier.addListener(new RunListener() {
                @Override
                public void testFailure(Failure failure) {
                    failed.add(failure.getDescription().getMethodName());
                    notifier.pleaseStop();
                }
            });
            Request.aClass(type).getRunner().run(notifier);
        } catch (StoppedByUserException e) {
            // The first failure is enough.
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return failed.isEmpty() ? "" : "unit test " + test.substring(test.lastIndexOf('.') + 1) + "." + failed.get(0);
    }

    /** The first failure of a script that shows what the simulation found, played again; empty when it finds nothing. */
    public static String explain(long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            Optional<Simulation.Failure> failure = Simulation.run(seed, kind -> {});
            if (failure.isPresent()) {
                return failure.get().explain();
            }
        }
        return "";
    }
}
