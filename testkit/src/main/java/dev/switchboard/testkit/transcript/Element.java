// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit.transcript;

import java.util.List;
import java.util.Map;

/// A stanza as a transcript writes it, or as a test found it.
///
/// @param attributes in the order in which they stand
/// @param text the content if it is no list of children; empty otherwise
public record Element(String tag, Map<String, String> attributes, List<Element> children, String text) {
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("<").append(tag);
        attributes.forEach((name, value) ->
                out.append(' ').append(name).append("=\"").append(value).append('"'));
        if (children.isEmpty() && text.isEmpty()) {
            return out.append("/>").toString();
        }
        out.append('>').append(text);
        children.forEach(out::append);
        return out.append("</").append(tag).append('>').toString();
    }
}
