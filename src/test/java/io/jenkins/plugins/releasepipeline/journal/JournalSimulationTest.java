package io.jenkins.plugins.releasepipeline.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.Test;

/** The journal on a disk that fails, fills up and loses power at any step, as seeds have it. */
public class JournalSimulationTest {
    private static final int SEEDS = Integer.getInteger("journalSeeds", 1500);
    private static final int LIVES = 4;

    @Test
    public void what_was_acknowledged_is_there_after_any_loss_of_power() throws Exception {
        long from = Long.getLong("journalSeed", 1);
        for (long seed = from; seed < from + SEEDS; seed++) {
            try {
                live(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + " (-DjournalSeed=" + seed + " repeats it)", e);
            }
        }
    }

    private static void live(Random random) throws Exception {
        SimulatedStorage storage = new SimulatedStorage(random);
        Map<String, Long> acknowledged = new HashMap<>();
        Map<String, Long> attempted = new HashMap<>();
        for (int life = 0; life < LIVES; life++) {
            boolean sound = random.nextInt(3) > 0;
            storage.failSome(sound ? 0 : 0.1);
            storage.losePowerAfter(1 + random.nextInt(60));
            try {
                Journal journal = open(storage, random);
                check(journal, acknowledged, attempted);
                work(journal, storage, random, acknowledged, attempted);
            } catch (IOException e) {
                if (!storage.isOff() && sound) {
                    throw e;
                }
            }
            storage.powerOn();
        }
        storage.failSome(0);
        try (Journal journal = open(storage, random)) {
            check(journal, acknowledged, attempted);
        }
    }

    private static Journal open(SimulatedStorage storage, Random random) throws IOException {
        return Journal.open(storage, new JournalOptions(200 + random.nextInt(2000), 4096, Runnable::run));
    }

    private static void work(
            Journal journal,
            SimulatedStorage storage,
            Random random,
            Map<String, Long> acknowledged,
            Map<String, Long> attempted)
            throws IOException, InterruptedException {
        try (journal) {
            while (!storage.isOff()) {
                if (random.nextInt(12) == 0) {
                    long rotation = journal.rotate();
                    List<Journal.Snapshot> snapshots = new ArrayList<>();
                    acknowledged.forEach((name, sequence) ->
                            snapshots.add(new Journal.Snapshot(name, sequence, text(name, sequence))));
                    journal.compact(rotation, snapshots);
                }
                Map<String, CompletableFuture<Void>> pending = new HashMap<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String name = "p" + random.nextInt(4);
                    if (!pending.containsKey(name)) {
                        long next = acknowledged.getOrDefault(name, 0L) + 1;
                        attempted.put(name, next);
                        pending.put(
                                name,
                                journal.append(new JournalEntry(name, next, text(name, next)))
                                        .toCompletableFuture());
                    }
                }
                for (Map.Entry<String, CompletableFuture<Void>> each : pending.entrySet()) {
                    try {
                        each.getValue().get();
                        acknowledged.merge(each.getKey(), 1L, Long::sum);
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    /** All that was acknowledged is there; of what was not, at most what was under way. */
    private static void check(Journal journal, Map<String, Long> acknowledged, Map<String, Long> attempted)
            throws IOException {
        Map<String, Long> found = new HashMap<>();
        journal.recovery().replay(new RecoveryVisitor() {
            @Override
            public void onSnapshot(String pipeline, long sequence, String json) {
                assertThat(json).isEqualTo(text(pipeline, sequence));
                found.put(pipeline, sequence);
            }

            @Override
            public void onEntry(JournalEntry entry) {
                assertThat(entry.sequence()).isEqualTo(found.getOrDefault(entry.pipeline(), 0L) + 1);
                assertThat(entry.json()).isEqualTo(text(entry.pipeline(), entry.sequence()));
                found.put(entry.pipeline(), entry.sequence());
            }

            @Override
            public void onForgotten(String pipeline) {
                throw new AssertionError("nothing was forgotten");
            }
        });
        attempted.forEach((name, last) -> {
            long there = found.getOrDefault(name, 0L);
            assertThat(there)
                    .as("%s", name)
                    .isBetween(acknowledged.getOrDefault(name, 0L), acknowledged.getOrDefault(name, 0L) + 1)
                    .isLessThanOrEqualTo(Math.max(last, acknowledged.getOrDefault(name, 0L)));
            acknowledged.put(name, there);
        });
    }

    private static String text(String name, long sequence) {
        return "{\"text\":\"" + name + " \\n \\\" " + sequence + "\",\"fill\":\""
                + "x".repeat((int) (sequence * 7 % 90)) + "\"}";
    }
}
