package io.jenkins.plugins.releasepipeline.action.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.Test;

public class TestReportsTest {
    private final TestReports reports = new TestReports();

    @Test
    public void test_cases_are_counted_wherever_they_are() throws IOException {
        add("<testsuites><testsuite><testcase name='a'/><testsuite><testcase classname='C' name='b'><error/><failure/>"
                + "</testcase></testsuite></testsuite><testsuite><testcase name='c'><skipped/></testcase>"
                + "<testcase name='d'><system-out><failure/></system-out></testcase></testsuite></testsuites>");
        add("<testsuite tests='99'/>");

        assertThat(reports.summary()).isEqualTo("4 tests, 1 failed, 1 skipped");
        assertThat(reports.failedNames()).containsExactly("C.b");
    }

    @Test
    public void one_test_is_one_test() throws IOException {
        add("\uFEFF<?xml version='1.0'?><testsuite><testcase name='a'/></testsuite>");

        assertThat(reports.summary()).isEqualTo("1 test, 0 failed");
    }

    @Test
    public void names_are_one_short_line_and_there_are_few() throws IOException {
        add("<testsuite>"
                + ("<testcase name='a&#10;" + "x".repeat(500) + "'><failure/></testcase>").repeat(30)
                + "</testsuite>");

        assertThat(reports.failed()).isEqualTo(30);
        assertThat(reports.failedNames()).hasSize(20).allMatch(name -> name.length() <= 301 && !name.contains("\n"));
    }

    @Test
    public void what_is_not_JUnit_XML_is_refused_in_words() {
        refused("<html/>", "its root is <html>");
        refused("<testsuite><testcase>", "it is not XML");
        refused("", "it is not XML");
        refused("plain text", "it is not XML");
    }

    @Test
    public void entities_and_bombs_are_refused() {
        refused("<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><testsuite/>", "document type");
        refused(
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><testsuite>&b;</testsuite>",
                "document type");
        refused("<testsuite>&undefined;</testsuite>", "it is not XML");
        refused("<testsuite " + attributes(20_000) + "/>", "it is not XML");
        InputStream endless = new SequenceInputStream(bytes("<testsuite>"), new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) ' ');
                return length;
            }
        });
        assertThatThrownBy(() -> reports.add(endless)).isInstanceOf(IOException.class);
    }

    private static String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(" a").append(i).append("='x'");
        }
        return text.toString();
    }

    private void add(String xml) throws IOException {
        reports.add(bytes(xml));
    }

    private void refused(String xml, String words) {
        assertThatThrownBy(() -> reports.add(bytes(xml)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
