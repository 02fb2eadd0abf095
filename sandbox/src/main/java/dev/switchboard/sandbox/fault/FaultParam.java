// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

/// One parameter of a fault: a number within bounds, or a word.
///
/// @param name the key in `params`
/// @param means what it says, for people
/// @param required whether the fault makes no sense without it
/// @param number whether it must be a whole number
/// @param least the smallest number
/// @param most the largest number
public record FaultParam(String name, String means, boolean required, boolean number, int least, int most) {

    /// The parameter of every kind: how many chances to strike are let pass first.
    public static final FaultParam AFTER =
            optional("after", "chances to strike that are let pass first", 0, Integer.MAX_VALUE);

    static final int SECONDS_OF_A_DECADE = 315_360_000;
    static final int MILLIS_OF_AN_HOUR = 3_600_000;

    static final FaultParam STANZA = word("stanza", "message, receipt, notification or call; all if absent");
    static final FaultParam COLLECTION = word("collection", "the name of the collection, all if absent");
    static final FaultParam DIRECTION = word("on", "upload or download; both if absent");

    static FaultParam required(String name, String means, int least, int most) {
        return new FaultParam(name, means, true, true, least, most);
    }

    static FaultParam optional(String name, String means, int least, int most) {
        return new FaultParam(name, means, false, true, least, most);
    }

    static FaultParam word(String name, String means) {
        return new FaultParam(name, means, false, false, 0, 0);
    }

    /// Whether a value may stand for this parameter.
    public boolean accepts(String value) {
        if (!number) {
            return !value.isBlank();
        }
        try {
            int parsed = Integer.parseInt(value);
            return parsed >= least && parsed <= most;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
