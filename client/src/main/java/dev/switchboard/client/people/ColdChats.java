// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.people;

import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.mex.Json;
import dev.switchboard.client.mex.Mex;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Knows whether the server holds the account back from people it has not written with.
public final class ColdChats {

    private static final String QUESTION = "23983697327930364";
    private static final String ANSWER = "xwa2_fetch_account_reachout_timelock";
    private static final String NEWS = "xwa2_notify_account_reachout_timelock";
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /// The end of the year 9999 in seconds; what lies behind it is no time.
    private static final long LATEST = 253_402_300_799L;

    private final Workbench bench;
    private final Mex mex;
    private Instant asked = Instant.MIN;

    public ColdChats(Workbench bench, Mex mex) {
        this.bench = bench;
        this.mex = mex;
    }

    /// A message to somebody new was refused: asks whether that holds for all of them.
    public void refused() {
        if (!bench.connected() || asked.isAfter(bench.now().minus(ASK_AGAIN))) {
            return;
        }
        asked = bench.now();
        mex.ask(QUESTION, new Json.Fields(Map.of()), answer -> {
            if (answer instanceof Answer.Given<Json>(Json data)) {
                data.at(ANSWER).ifPresent(this::tell);
            }
        });
    }

    /// Takes a notification of type `mex` in, if it is about this.
    public void mex(Node notification) {
        for (Node update : notification.children("update")) {
            if (update.text("op_name").orElse("").contains("ReachoutTimelock")) {
                Json.parse(update.contentText()).path("data", NEWS).ifPresent(this::tell);
            }
        }
    }

    private void tell(Json state) {
        boolean restricted =
                state.at("is_active").map(Json::print).orElse("false").equals("true");
        Optional<Instant> until =
                state.at("time_enforcement_ends").flatMap(ColdChats::time).filter(_ -> restricted);
        bench.emit(new PersonEvent.ColdChatsRestricted(restricted, until));
    }

    /// Seconds, as a number or in quotes; 0 means no end.
    private static Optional<Instant> time(Json value) {
        String digits = value.print().replace("\"", "");
        if (digits.isEmpty() || digits.length() > 12 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(digits);
        return seconds == 0 || seconds > LATEST ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
