// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.jid.Jid;
import java.util.Locale;

/// Prints nodes as indented, XML-like text for people. Content is never shown, only its size.
public final class NodeText {

    private static final String INDENT = "  ";
    private static final int VISIBLE_DIGITS = 4;

    private final StringBuilder out = new StringBuilder();
    private final boolean masked;

    private NodeText(boolean masked) {
        this.masked = masked;
    }

    /// All tags and attributes as they are. They hold phone numbers and names: for a developer's own
    /// screen and for tests.
    public static String print(Node node) {
        return render(node, false);
    }

    /// As [#print], fit for logs: users are cut to their last digits, and of other attribute values only
    /// stanza ids, words of the protocol's dictionary and short numbers are shown.
    public static String printMasked(Node node) {
        return render(node, true);
    }

    private static String render(Node node, boolean masked) {
        NodeText text = new NodeText(masked);
        text.append(node, 0);
        return text.out.toString();
    }

    private void append(Node node, int depth) {
        out.append(INDENT.repeat(depth)).append('<').append(node.tag());
        node.attributes().forEach((name, value) -> {
            out.append(' ').append(name).append("=\"");
            appendEscaped(masked ? mask(name, value) : value.asText());
            out.append('"');
        });
        switch (node.content()) {
            case Content.None _ -> out.append("/>");
            case Content.Binary(var bytes) -> appendSize(node, bytes.size(), "byte");
            case Content.Text(String text) -> appendSize(node, text.length(), "character");
            case Content.Children(var children) -> {
                out.append('>');
                for (Node child : children) {
                    out.append('\n');
                    append(child, depth + 1);
                }
                if (!children.isEmpty()) {
                    out.append('\n').append(INDENT.repeat(depth));
                }
                out.append("</").append(node.tag()).append('>');
            }
        }
    }

    private void appendSize(Node node, int size, String unit) {
        out.append("><!-- ").append(size).append(' ').append(unit).append(size == 1 ? "" : "s");
        out.append(" --></").append(node.tag()).append('>');
    }

    private void appendEscaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format(Locale.ROOT, "&#%d;", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    private static String mask(String name, Value value) {
        return switch (value) {
            case Value.JidValue(Jid jid) -> mask(jid);
            case Value.Text(String text) -> isHarmless(name, text) ? text : "(" + text.length() + ")";
        };
    }

    private static boolean isHarmless(String name, String text) {
        return text.isEmpty()
                || name.equals("id")
                || Dictionary.V3.codeOf(text) != Dictionary.NONE
                || (text.length() <= VISIBLE_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static String mask(Jid jid) {
        if (jid.isServer() || jid.isStatus()) {
            return jid.toString();
        }
        String user = jid.user();
        String tail = user.length() > VISIBLE_DIGITS ? user.substring(user.length() - VISIBLE_DIGITS) : "";
        String device = jid.device() == 0 ? "" : ":" + jid.device();
        return "*" + tail + device + "@" + jid.server().domain();
    }
}
