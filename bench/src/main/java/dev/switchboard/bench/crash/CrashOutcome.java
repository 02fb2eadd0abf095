// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import java.io.PrintWriter;
import java.util.Locale;

/// What was found in the end.
///
/// @param wanted messages each way
/// @param atPhones distinct messages that phones have
/// @param atGateway distinct messages of phones that the gateway has
/// @param lost messages that were accepted, or sent by a phone, and are nowhere
/// @param doubled messages that a phone got twice, texts that came under two ids, or messages that are stored twice
/// @param undecryptable messages that a phone cannot read
/// @param hooks what the webhook's receiver got
/// @param audit entries of the audit chain that were verified; negative if it does not verify
record CrashOutcome(
        int wanted, int atPhones, int atGateway, int lost, int doubled, int undecryptable, Hooks hooks, long audit) {
    /// What the receiver got.
    ///
    /// @param events events that it was to get
    /// @param missing of them
    /// @param disordered events that came before an earlier one of their chat
    /// @param requests requests that it was sent
    /// @param failed of them
    record Hooks(int events, int missing, int disordered, long requests, long failed) {}

    boolean clean() {
        return lost == 0
                && doubled == 0
                && undecryptable == 0
                && hooks.missing() == 0
                && hooks.disordered() == 0
                && audit >= 0;
    }

    /// Whether nothing is on its way any more, as far as can be told.
    boolean complete() {
        return lost == 0 && undecryptable == 0 && hooks.missing() == 0;
    }

    String brief() {
        return lost + " not there yet, " + undecryptable + " undecryptable, " + hooks.missing() + " of "
                + hooks.events() + " events not delivered yet";
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n  distinct at the phones     %d of %d%n  distinct in the gateway    %d of %d%n  lost           %d%n"
                        + "  doubled        %d%n  undecryptable  %d%n",
                atPhones,
                wanted,
                atGateway,
                wanted,
                lost,
                doubled,
                undecryptable);
        out.printf(
                Locale.ROOT,
                "  webhook        %d events, %d missing, %d out of order; %d requests, %d of them failed%n  audit chain    %s%n",
                hooks.events(),
                hooks.missing(),
                hooks.disordered(),
                hooks.requests(),
                hooks.failed(),
                audit < 0 ? "DOES NOT VERIFY" : "verifies, " + audit + " entries");
        out.flush();
    }
}
