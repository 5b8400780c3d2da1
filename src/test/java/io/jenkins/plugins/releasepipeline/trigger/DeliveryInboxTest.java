package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox.Delivery;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DeliveryInboxTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void what_was_accepted_waits_after_kill_minus_nine_and_nothing_waits_twice() throws Exception {
        Path directory = folder.getRoot().toPath();
        List<String> answered = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Accepting.class.getName(),
                            directory.toString(),
                            "round-" + round)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader reader = process.inputReader()) {
                for (int i = 0; i < 100 + 50 * round; i++) {
                    answered.add(reader.readLine());
                }
                process.destroyForcibly();
            }
            process.waitFor();
        }

        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            List<String> waiting =
                    inbox.waiting().stream().map(each -> each.id() + ".").toList();
            assertThat(waiting).doesNotHaveDuplicates().containsAll(answered);
            assertThat(inbox.accept("hub", inbox.waiting().get(0).id(), NOW, "push", told()))
                    .isEmpty();
        }
    }

    /** Accepts without end, and says so of each. */
    public static final class Accepting {
        public static void main(String[] arguments) throws IOException {
            DeliveryInbox inbox = DeliveryInbox.open(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                String id = arguments[1] + "-" + i;
                inbox.accept("hub", id, NOW, "push", told());
                System.out.println(id + ".");
                System.out.flush();
            }
        }
    }

    @Test
    public void what_is_done_waits_no_more_and_is_listed_with_what_became_of_it() throws Exception {
        Path directory = folder.getRoot().toPath();
        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            Delivery first = inbox.accept("hub", "a", NOW, "push", told()).orElseThrow();
            inbox.accept("hub", "b", NOW, "push", told());
            inbox.done(first, List.of("shop: started"));
        }

        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            assertThat(inbox.waiting()).extracting(Delivery::id).containsExactly("b");
            assertThat(inbox.waiting().get(0).told()).isEqualTo(told());
            assertThat(inbox.last("hub"))
                    .extracting(Delivery::outcome)
                    .containsExactly(Optional.empty(), Optional.of(List.of("shop: started")));
        }
    }

    @Test
    public void a_line_that_was_never_whole_is_cut_off() throws Exception {
        Path directory = folder.getRoot().toPath();
        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            inbox.accept("hub", "a", NOW, "push", told());
        }
        Files.writeString(directory.resolve("deliveries.log"), "{\"accepted\":{\"num", StandardOpenOption.APPEND);

        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            inbox.accept("hub", "b", NOW, "push", told());
        }
        try (DeliveryInbox inbox = DeliveryInbox.open(directory)) {
            assertThat(inbox.waiting()).extracting(Delivery::id).containsExactly("a", "b");
        }
    }

    @Test
    public void the_last_200_deliveries_are_listed() throws Exception {
        try (DeliveryInbox inbox = DeliveryInbox.open(folder.getRoot().toPath())) {
            for (int i = 0; i < 250; i++) {
                inbox.done(inbox.accept("hub", "" + i, NOW, "push", told()).orElseThrow(), List.of("x"));
            }
            assertThat(inbox.last("hub"))
                    .hasSize(200)
                    .first()
                    .extracting(Delivery::id)
                    .isEqualTo("249");
        }
    }

    private static ParsedDelivery told() {
        return ParsedDelivery.of(new RefChanged(
                new EventRepository(WebhookProvider.GITHUB, "team/shop", List.of("https://example.org/team/shop")),
                RefKind.BRANCH,
                "main",
                Optional.empty(),
                Optional.of("a".repeat(40)),
                false,
                List.of(new EventCommit("a".repeat(40), "Ada", "Begin", List.of("README.md")))));
    }
}
