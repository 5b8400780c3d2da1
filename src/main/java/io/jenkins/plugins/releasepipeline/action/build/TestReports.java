package io.jenkins.plugins.releasepipeline.action.build;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the test cases of JUnit XML files. Files come from builds, so nothing in them is trusted: no document type, no
 * external entity, limited in size. Not thread-safe.
 */
final class TestReports {
    /** The most bytes of one file that are read. */
    static final long MAX_BYTES = 64L << 20;

    private static final int MAX_NAMES = 20;
    private static final int MAX_NAME = 300;

    private final XMLInputFactory factory;
    private final List<String> failedNames = new ArrayList<>();
    private long tests;
    private long failed;
    private long skipped;

    TestReports() {
        factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
    }

    /**
     * Adds the test cases of a file: {@code testcase} elements wherever they are, failed with a {@code failure} or
     * {@code error} in them, skipped with a {@code skipped}.
     *
     * @throws IOException when the file is not JUnit XML, in words; what was counted of it before is counted
     */
    void add(InputStream xml) throws IOException {
        XMLStreamReader reader = null;
        try {
            reader = factory.createXMLStreamReader(new Limited(xml));
            String root = null;
            int depth = 0;
            int testcase = 0;
            String name = "";
            boolean wrong = false;
            boolean left = false;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new IOException("it has a document type, which JUnit XML has not");
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    String element = reader.getLocalName();
                    if (root == null) {
                        root = element;
                        if (!root.equals("testsuites") && !root.equals("testsuite")) {
                            throw new IOException(
                                    "its root is <" + shortened(root) + ">; JUnit XML has <testsuites> or <testsuite>");
                        }
                    }
                    if (element.equals("testcase") && testcase == 0) {
                        testcase = depth;
                        wrong = false;
                        left = false;
                        name = name(reader);
                    } else if (testcase == depth - 1 && testcase > 0) {
                        wrong |= element.equals("failure") || element.equals("error");
                        left |= element.equals("skipped");
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (depth == testcase) {
                        testcase = 0;
                        count(name, wrong, left);
                    }
                    depth--;
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(
                    "it is not XML: line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNumber()) + ": "
                            + firstLine(e.getMessage()),
                    e);
        } finally {
            close(reader);
        }
    }

    private void count(String name, boolean wrong, boolean left) {
        tests++;
        if (wrong) {
            failed++;
            if (failedNames.size() < MAX_NAMES) {
                failedNames.add(name);
            }
        } else if (left) {
            skipped++;
        }
    }

    long tests() {
        return tests;
    }

    long failed() {
        return failed;
    }

    /** The names of failed tests, the first few. */
    List<String> failedNames() {
        return List.copyOf(failedNames);
    }

    /** {@code 42 tests, 1 failed, 2 skipped}; skipped ones only when there are some. */
    String summary() {
        return tests + (tests == 1 ? " test, " : " tests, ") + failed + " failed"
                + (skipped > 0 ? ", " + skipped + " skipped" : "");
    }

    private static String name(XMLStreamReader reader) {
        String type = reader.getAttributeValue(null, "classname");
        String name = reader.getAttributeValue(null, "name");
        return shortened((type == null || type.isEmpty() ? "" : type + ".") + (name == null ? "?" : name));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > MAX_NAME ? line.substring(0, MAX_NAME) + "…" : line;
    }

    private static String firstLine(String message) {
        String text = message == null ? "" : message;
        int at = text.indexOf("Message: ");
        return shortened(
                (at < 0 ? text : text.substring(at + 9)).lines().findFirst().orElse(""));
    }

    private static void close(XMLStreamReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Limited extends FilterInputStream {
        private long left = MAX_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                charge(1);
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                charge(count);
            }
            return count;
        }

        private void charge(int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
        }
    }
}
