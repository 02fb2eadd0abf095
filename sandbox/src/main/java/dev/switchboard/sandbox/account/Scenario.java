// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How an account treats strangers, and how it came by its salt: what a push name can ask for.
///
/// A name `restricted:<x>` makes a restricted account; `scenario:<flag,flag...>:<x>` names flags, each `=0` or `=1`,
/// a bare one meaning 1. What is not named keeps its default.
///
/// @param restricted whether strangers need a token to write
/// @param tcEnabled whether a trusted contact's token is accepted
/// @param csEnabled whether a token made from the writer's salt is accepted
/// @param nctSendAb whether the account's clients are told to send tokens made from their salt
/// @param nctHistoryAb whether they are told to expect the salt with the history
/// @param nctSyncdAb whether they are told to expect the salt in app state
/// @param nctHistoryDelivery whether the history brings the salt
/// @param nctSyncdDelivery whether app state brings the salt
public record Scenario(
        boolean restricted,
        boolean tcEnabled,
        boolean csEnabled,
        boolean nctSendAb,
        boolean nctHistoryAb,
        boolean nctSyncdAb,
        boolean nctHistoryDelivery,
        boolean nctSyncdDelivery) {

    /// An ordinary account.
    public static final Scenario ORDINARY = new Scenario(false, true, true, true, false, false, true, true);

    private static final String RESTRICTED = "restricted:";
    private static final String FLAGS = "scenario:";

    /// The scenario in a push name; an ordinary one if there is none.
    public static Scenario of(String pushName) {
        if (pushName.startsWith(RESTRICTED)) {
            return ORDINARY.with(Map.of("restricted", true));
        }
        int end = pushName.startsWith(FLAGS) ? pushName.indexOf(':', FLAGS.length()) : -1;
        return end < 0 ? ORDINARY : ORDINARY.with(flags(pushName.substring(FLAGS.length(), end)));
    }

    private static Map<String, Boolean> flags(String list) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (String flag : list.split(",", -1)) {
            String[] parts = flag.strip().split("=", 2);
            flags.put(parts[0], parts.length == 1 || parts[1].equals("1") || parts[1].equals("true"));
        }
        return flags;
    }

    /// The scenario with some flags set otherwise; names that are no flags count for nothing.
    public Scenario with(Map<String, Boolean> flags) {
        return new Scenario(
                flags.getOrDefault("restricted", restricted),
                flags.getOrDefault("tc_enabled", tcEnabled),
                flags.getOrDefault("cs_enabled", csEnabled),
                flags.getOrDefault("nct_send_ab", nctSendAb),
                flags.getOrDefault("nct_history_ab", nctHistoryAb),
                flags.getOrDefault("nct_syncd_ab", nctSyncdAb),
                flags.getOrDefault("nct_history_delivery", nctHistoryDelivery),
                flags.getOrDefault("nct_syncd_delivery", nctSyncdDelivery));
    }

    /// All flags by name.
    public Map<String, Boolean> flags() {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        flags.put("restricted", restricted);
        flags.put("tc_enabled", tcEnabled);
        flags.put("cs_enabled", csEnabled);
        flags.put("nct_send_ab", nctSendAb);
        flags.put("nct_history_ab", nctHistoryAb);
        flags.put("nct_syncd_ab", nctSyncdAb);
        flags.put("nct_history_delivery", nctHistoryDelivery);
        flags.put("nct_syncd_delivery", nctSyncdDelivery);
        return flags;
    }

    /// Whether there is a flag of this name.
    public static Optional<String> unknownIn(Iterable<String> names) {
        for (String name : names) {
            if (!ORDINARY.flags().containsKey(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    void write(RecordWriter out) {
        flags().values().forEach(out::flag);
    }

    static Scenario read(RecordReader in) {
        return new Scenario(in.flag(), in.flag(), in.flag(), in.flag(), in.flag(), in.flag(), in.flag(), in.flag());
    }
}
