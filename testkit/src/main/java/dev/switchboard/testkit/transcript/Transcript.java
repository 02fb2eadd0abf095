// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A conversation in a resource of this package's folder `transcripts`: lines that begin with `C:` are the client's,
/// with `S:` the server's; a `!` names what the client's owner does; `#` begins a remark. A stanza may go on over
/// further lines.
///
/// An attribute or content `*` stands for any value, and `$name` for one value wherever it stands; see [Bindings].
public record Transcript(String name, List<Line> lines) {
    /// All there are.
    public static final List<String> NAMES = List.of(
            "about",
            "appstate",
            "blocklist",
            "groups",
            "logout",
            "lookup",
            "media",
            "messages",
            "newsletters",
            "picture",
            "presence",
            "privacy",
            "timer");

    /// One line.
    public sealed interface Line {
        /// The client says it.
        record Client(Element stanza) implements Line {}

        /// The server says it.
        record Server(Element stanza) implements Line {}

        /// The client's owner wants something.
        record Wish(String name) implements Line {}
    }

    /// Reads a transcript.
    public static Transcript read(String name) {
        try (InputStream in = Objects.requireNonNull(
                Transcript.class.getResourceAsStream("/transcripts/" + name + ".txt"), "no transcript " + name)) {
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Transcript parse(String name, String text) {
        List<String> entries = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("C:") || line.startsWith("S:") || line.startsWith("!")) {
                entries.add(line);
            } else if (entries.isEmpty()) {
                throw new IllegalArgumentException(name + ": " + line + " (expected: C:, S: or !)");
            } else {
                entries.add(entries.removeLast() + " " + line);
            }
        }
        return new Transcript(
                name, entries.stream().map(entry -> line(name, entry)).toList());
    }

    private static Line line(String name, String entry) {
        if (entry.startsWith("!")) {
            return new Line.Wish(entry.substring(1).strip());
        }
        Element stanza = element(name, entry.substring(2).strip());
        return entry.startsWith("C:") ? new Line.Client(stanza) : new Line.Server(stanza);
    }

    private static Element element(String name, String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return element(builder.parse(new InputSource(new StringReader(xml))).getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(name + ": " + xml + " (expected: one element)", e);
        }
    }

    private static Element element(Node node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < node.getAttributes().getLength(); i++) {
            Node attribute = node.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        List<Element> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        NodeList inside = node.getChildNodes();
        for (int i = 0; i < inside.getLength(); i++) {
            Node child = inside.item(i);
            if (child.getNodeType() == Node.ELEMENT_NODE) {
                children.add(element(child));
            } else {
                text.append(child.getNodeValue().strip());
            }
        }
        return new Element(node.getNodeName(), attributes, children, text.toString());
    }
}
