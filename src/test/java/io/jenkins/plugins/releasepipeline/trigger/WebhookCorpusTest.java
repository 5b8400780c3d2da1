package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.Before;
import org.junit.Test;

/** Reads deliveries that real senders wrote, when they lie beside the checkout; {@code webhooks.tsv} says what each tells. */
public class WebhookCorpusTest {
    private static final Path CORPUS = Path.of("../../shared/corpus/webhook");

    @Before
    public void thereIsACorpus() {
        assumeTrue("SKIPPED: no corpus of real deliveries at " + CORPUS.toAbsolutePath(), Files.isDirectory(CORPUS));
    }

    @Test
    public void every_real_delivery_tells_what_it_says() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (String[] row : rows()) {
            ParsedDelivery parsed = WebhookPayloads.parse(
                    WebhookProvider.valueOf(row[1]),
                    row[2],
                    WebhookPayloads.read(Files.readAllBytes(CORPUS.resolve(row[0]))),
                    GenericPayload.COMMON);
            String told = parsed.events().stream().map(WebhookCorpusTest::shown).collect(Collectors.joining(" | "));
            all.assertThat(told.isEmpty() ? "-" : told).as(row[0]).isEqualTo(row[3]);
            all.assertThat(parsed.ignored().isEmpty())
                    .as(row[0] + " says why it tells nothing")
                    .isEqualTo(!told.isEmpty());
        }
        all.assertAll();
    }

    @Test
    public void the_table_has_every_delivery_of_the_corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            assertThat(rows().stream().map(row -> row[0]))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static List<String[]> rows() throws IOException {
        try (InputStream in = WebhookCorpusTest.class.getResourceAsStream("webhooks.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static String shown(RepositoryEvent event) {
        if (event instanceof RefChanged change) {
            return change.kind() + " " + change.repository().fullName() + " " + change.name() + " "
                    + id(change.before()) + ">" + id(change.after()) + " "
                    + change.commits().size();
        }
        PullRequestChanged change = (PullRequestChanged) event;
        return "PR " + change.action() + " " + change.repository().fullName() + " #" + change.number() + " "
                + change.sourceBranch() + ">" + change.targetBranch() + " " + id(Optional.of(change.head())) + " "
                + id(change.mergeCommit());
    }

    private static String id(Optional<String> commit) {
        return commit.filter(id -> !id.isEmpty())
                .map(id -> id.substring(0, Math.min(8, id.length())))
                .orElse("-");
    }
}
