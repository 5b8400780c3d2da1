package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Test;

public class CloneRefTest {
    private static final CloneRef REF = new CloneRef("https://example.org/a.git", "c".repeat(40), "main", "");

    @Test
    public void a_reference_is_found_in_the_artifact_it_was_written_to() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        REF.write(zip);
        assertThat(CloneRef.find(new ByteArrayInputStream(zip.toByteArray()))).contains(REF);

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        REF.write(again);
        assertThat(again.toByteArray()).isEqualTo(zip.toByteArray());
    }

    @Test
    public void an_artifact_of_files_holds_no_reference() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write(1);
        }
        assertThat(CloneRef.find(new ByteArrayInputStream(bytes.toByteArray()))).isEmpty();
        assertThat(CloneRef.find(new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .isEmpty();
    }

    @Test
    public void what_is_not_a_reference_is_refused_in_words() {
        for (String text : new String[] {"{", "[]", "{\"url\": \"x\"}", " ".repeat(100_000)}) {
            assertThatThrownBy(() -> CloneRef.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(CloneRef.PATH);
        }
    }
}
