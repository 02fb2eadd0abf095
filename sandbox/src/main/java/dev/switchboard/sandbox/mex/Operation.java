// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What can be wanted, and the numbers of the queries that want it.
enum Operation {
    SUB_GROUPS("9935467776504344"),
    SUB_GROUP_COUNTS("24079399904996141"),
    SUB_GROUP_SUGGESTIONS("23972005349071865"),
    GROUP_PROPERTY("9418211574894172"),
    NEWSLETTER_CREATE("25149874324715067", "8823471724422422", "6234210096708695", "27527996220149684"),
    NEWSLETTER_METADATA(
            "25383075034668475", "6563316087068696", "9779843322044422", "30328461880085868", "7272540469429201"),
    /// One number of desktop clients means this without a newsletter, and following it with one.
    NEWSLETTER_LIST("33101596156151910", "6388546374527196", "8621797084555037"),
    NEWSLETTER_JOIN("24404358912487870", "9926858900719341"),
    NEWSLETTER_LEAVE("9767147403369991", "6392786840836363", "8782612271820087"),
    NEWSLETTER_UPDATE("24250201037901610", "7150902998257522", "7839742399440946"),
    NEWSLETTER_MUTE("29766401636284406", "6274038279359549", "5971669009605755"),
    NEWSLETTER_UNMUTE("9864994326891137", "6068417879924485", "6104029483058502"),
    NEWSLETTER_SUBSCRIBERS("9783111038412085", "9537574256318798", "9800646650009898", "25403502652570342"),
    NEWSLETTER_RECOMMENDED("7263823273662354", "27256776790637714"),
    NEWSLETTER_DIRECTORY("6190824427689257"),
    NEWSLETTER_ADMIN_COUNT("29186079397702825", "7130823597031706"),
    NEWSLETTER_CAPABILITIES("9801384413216421"),
    NEWSLETTER_REACTION_SENDERS("29575462448733991"),
    NEWSLETTER_CHANGE_OWNER("7341777602580933"),
    NEWSLETTER_DEMOTE("6551828931592903"),
    NEWSLETTER_DELETE("30062808666639665"),
    REACHOUT_LOCK("23983697327930364"),
    MESSAGE_CAPPING("24503548349331633"),
    ABOUT_TEXT("9152604461510864"),
    /// A query without variables, whose number nobody knows: it gets what such queries ask for.
    PLAIN();

    private static final Pattern NUMBERS = Pattern.compile(" ");
    private static final Map<String, Operation> BY_NUMBER = Arrays.stream(values())
            .flatMap(operation -> NUMBERS.splitAsStream(operation.numbers)
                    .filter(number -> !number.isEmpty())
                    .map(number -> Map.entry(number, operation)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String numbers;

    Operation(String... numbers) {
        this.numbers = String.join(" ", numbers);
    }

    /// What a query wants: by its number, or if that is new by its variables, as far as they tell.
    static Optional<Operation> of(String number, JsonNode variables) {
        Operation known = BY_NUMBER.get(number);
        if (known == NEWSLETTER_LIST && variables.has("newsletter_id")) {
            return Optional.of(NEWSLETTER_JOIN);
        }
        return known == null ? byVariables(variables) : Optional.of(known);
    }

    private static Optional<Operation> byVariables(JsonNode variables) {
        JsonNode input = variables.path("input");
        if (variables.has("newsletter_input") || input.has("name")) {
            return Optional.of(NEWSLETTER_CREATE);
        }
        if (input.has("key") && input.has("type")) {
            return Optional.of(NEWSLETTER_METADATA);
        }
        if (variables.has("updates")) {
            return Optional.of(NEWSLETTER_UPDATE);
        }
        if (variables.has("group_id")) {
            return Optional.of(variables.has("update") ? GROUP_PROPERTY : SUB_GROUPS);
        }
        if (input.has("group_jid")) {
            return Optional.of(SUB_GROUP_COUNTS);
        }
        if (input.has("newsletter_id")) {
            return Optional.of(input.has("server_id") ? NEWSLETTER_REACTION_SENDERS : NEWSLETTER_SUBSCRIBERS);
        }
        if (input.has("country_codes") || input.has("limit")) {
            return Optional.of(input.has("view") ? NEWSLETTER_DIRECTORY : NEWSLETTER_RECOMMENDED);
        }
        return variables.isEmpty() ? Optional.of(PLAIN) : Optional.empty();
    }
}
