package io.jenkins.plugins.releasepipeline.local;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the XML form that JUnit has and every build server reads. */
final class JUnitReport {
    private JUnitReport() {}

    /**
     * @param failure what is wrong; empty when nothing is
     * @param output what else there is to say
     */
    record Case(String name, Optional<String> failure, String output) {}

    static String of(String suite, List<Case> cases) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", plain(suite));
            xml.writeAttribute("tests", String.valueOf(cases.size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(cases.stream()
                            .filter(each -> each.failure().isPresent())
                            .count()));
            for (Case each : cases) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", plain(suite));
                xml.writeAttribute("name", plain(each.name()));
                if (each.failure().isPresent()) {
                    xml.writeStartElement("failure");
                    xml.writeAttribute("message", plain(each.failure().get()));
                    xml.writeCharacters(plain(each.output()));
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML in memory", e);
        }
        return text.toString();
    }

    /** Without the characters that XML cannot hold. */
    private static String plain(String text) {
        return text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
