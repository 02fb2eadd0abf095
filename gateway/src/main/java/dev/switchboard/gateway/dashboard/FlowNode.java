// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A part of an automation as people read it: what begins it, what has to hold, or what it does.
///
/// @param role `trigger`, `condition` or `step`
/// @param type its type in the definition
/// @param path where it is in the definition
/// @param fields what of it can be changed in place
/// @param facts what else it says
/// @param branches where it forks
public record FlowNode(
        String role, String type, String path, List<Field> fields, List<String> facts, List<Branch> branches) {
    private static final Set<String> WORDS = Set.of(
            "text",
            "caption",
            "footer",
            "retry",
            "template",
            "url",
            "note",
            "user",
            "save",
            "for",
            "until",
            "pattern",
            "cron",
            "tag",
            "event",
            "hours",
            "step",
            "timeout",
            "message");
    private static final Set<String> LONG = Set.of("text", "caption", "note", "retry");
    private static final Set<String> LISTS = Set.of("words", "add", "remove", "questions", "languages", "days", "to");
    private static final Map<String, String> ICONS = Map.ofEntries(
            Map.entry("reply", "chat"),
            Map.entry("template", "template"),
            Map.entry("media", "image"),
            Map.entry("choices", "queue"),
            Map.entry("ask", "reply"),
            Map.entry("questions", "reply"),
            Map.entry("wait", "clock"),
            Map.entry("branch", "flow"),
            Map.entry("tag", "tag"),
            Map.entry("assign", "people"),
            Map.entry("call", "globe"),
            Map.entry("handoff", "people"),
            Map.entry("set", "edit"),
            Map.entry("goto", "forth"),
            Map.entry("stop", "cross"),
            Map.entry("schedule", "clock"),
            Map.entry("webhook", "hook"),
            Map.entry("outside_hours", "clock"));

    /// A value that can be changed.
    ///
    /// @param path where it is in the definition
    /// @param list whether it is a list, written with commas or in lines between
    public record Field(String name, String path, String value, boolean large, boolean list) {}

    /// One way on from a fork.
    ///
    /// @param kind `when`, `else`, `option`, `timeout`, `invalid` or `error`
    /// @param words what leads here
    public record Branch(String kind, String words, List<FlowNode> nodes) {}

    public String icon() {
        return role.equals("trigger")
                ? ICONS.getOrDefault(type, "bolt")
                : role.equals("condition") ? "eye" : ICONS.getOrDefault(type, "flow");
    }

    /// The parts of a definition in their order.
    static List<FlowNode> of(Json definition) {
        List<FlowNode> nodes = new ArrayList<>();
        nodes.addAll(all("trigger", "/triggers", definition.items("triggers")));
        nodes.addAll(all("condition", "/conditions", definition.items("conditions")));
        nodes.addAll(all("step", "/steps", definition.items("steps")));
        return nodes;
    }

    private static List<FlowNode> all(String role, String path, List<Json> parts) {
        List<FlowNode> nodes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            nodes.add(node(role, path + "/" + i, parts.get(i)));
        }
        return nodes;
    }

    private static FlowNode node(String role, String path, Json part) {
        List<Field> fields = new ArrayList<>();
        List<String> facts = new ArrayList<>();
        for (Map.Entry<String, Json> entry : part.fields()) {
            String name = entry.getKey();
            Json value = entry.getValue();
            if (WORDS.contains(name) && value.node().isString()) {
                fields.add(new Field(name, path + "/" + name, value.text(), LONG.contains(name), false));
            } else if (LISTS.contains(name) && value.node().isArray() && flat(value)) {
                boolean large = name.equals("questions");
                String all = value.items().stream().map(Json::text).collect(Collectors.joining(large ? "\n" : ", "));
                fields.add(new Field(name, path + "/" + name, all, large, true));
            } else if (value.node().isValueNode() && !name.equals("type") && !name.equals("id") && value.exists()) {
                facts.add(name + ": " + value.text());
            }
        }
        return new FlowNode(role, part.text("type"), path, fields, facts, branches(path, part));
    }

    private static boolean flat(Json list) {
        return list.items().stream().allMatch(item -> item.node().isString());
    }

    private static List<Branch> branches(String path, Json part) {
        List<Branch> branches = new ArrayList<>();
        List<Json> cases = part.items("branches");
        for (int i = 0; i < cases.size(); i++) {
            String words =
                    cases.get(i).items("when").stream().map(FlowNode::condition).collect(Collectors.joining("; "));
            branches.add(new Branch(
                    "when",
                    words,
                    steps(path + "/branches/" + i + "/steps", cases.get(i).at("steps"))));
        }
        List<Json> options = part.items("options");
        for (int i = 0; i < options.size(); i++) {
            branches.add(new Branch(
                    "option",
                    options.get(i).text("text"),
                    steps(path + "/options/" + i + "/steps", options.get(i).at("steps"))));
        }
        for (String[] other : new String[][] {
            {"else", "else"}, {"onTimeout", "timeout"}, {"onInvalid", "invalid"}, {"onError", "error"}
        }) {
            if (part.has(other[0])) {
                branches.add(new Branch(other[1], "", steps(path + "/" + other[0], part.at(other[0]))));
            }
        }
        return branches;
    }

    private static List<FlowNode> steps(String path, Json steps) {
        return all("step", path, steps.items());
    }

    /// A condition in a line.
    private static String condition(Json condition) {
        String said = condition.fields().stream()
                .filter(field -> !field.getKey().equals("type"))
                .map(field -> field.getValue().node().isValueNode()
                        ? field.getValue().text()
                        : field.getValue().items().stream()
                                .map(item -> item.node().isValueNode() ? item.text() : condition(item))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" "));
        return (condition.text("type").equals("variable")
                        ? ""
                        : condition.text("type").replace('_', ' ') + " ")
                + said;
    }

    /// What begins an automation, in a few words: the types of its triggers.
    static List<String> triggers(Json definition) {
        return definition.items("triggers").stream()
                .map(trigger -> trigger.text("type"))
                .toList();
    }
}
