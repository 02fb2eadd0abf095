// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.Session;
import java.util.ArrayList;
import java.util.List;

/// How well a session is.
public enum HealthLevel {
    HEALTHY("Healthy"),
    WARNING("Warning"),
    CRITICAL("Critical");

    private static final double BUSY = 70;
    private static final double FULL = 90;
    private static final double GOOD_UPTIME = 99;
    private static final double BAD_UPTIME = 95;

    private final String text;

    HealthLevel(String text) {
        this.text = text;
    }

    /// As it appears outside.
    @JsonValue
    public String text() {
        return text;
    }

    HealthLevel worse(HealthLevel other) {
        return compareTo(other) > 0 ? this : other;
    }

    /// A reason not to be healthy, with what to do about it.
    ///
    /// @param code stable, for programs
    public record Reason(HealthLevel level, String code, String advice) {}

    /// What is wrong with a link.
    ///
    /// @param tooManyTries whether it did not come back after all the tries of its policy
    /// @param restricted whether the network holds the account back from new chats
    static List<Reason> ofLink(Session session, boolean tooManyTries, boolean restricted) {
        List<Reason> reasons = new ArrayList<>();
        LinkState state = session.status().state();
        String advice = session.status().advice();
        switch (state) {
            case RESTRICTED, FAILED -> reasons.add(new Reason(CRITICAL, state.text(), advice));
            case LOGGED_OUT -> {
                if (!session.status().cause().equals("logged-out-here")) {
                    reasons.add(new Reason(CRITICAL, state.text(), advice));
                }
            }
            case RECONNECTING ->
                reasons.add(new Reason(
                        tooManyTries ? CRITICAL : WARNING, tooManyTries ? "too-many-tries" : state.text(), advice));
            case CREATED,
                    CONNECTING,
                    AWAITING_SCAN,
                    AWAITING_CODE,
                    AWAITING_PASSKEY,
                    PAIRING,
                    CONNECTED,
                    DISCONNECTED -> {
                // nothing is wrong with it
            }
        }
        if (restricted) {
            reasons.add(new Reason(
                    WARNING,
                    "restriction",
                    "The network holds the account back from new chats; write to known ones only."));
        }
        return reasons;
    }

    /// What is wrong with how much of the day's messages is used.
    static List<Reason> ofUsage(double percent) {
        if (percent < BUSY) {
            return List.of();
        }
        return List.of(new Reason(
                percent > FULL ? CRITICAL : WARNING,
                "daily-limit",
                "Most of the day's messages are sent; the rest waits for the next day."));
    }

    /// What is wrong with how long it was connected.
    static List<Reason> ofUptime(ConnectionReport.Period day) {
        Double percent = day.uptimePercent();
        if (percent == null || percent > GOOD_UPTIME) {
            return List.of();
        }
        return List.of(new Reason(
                percent < BAD_UPTIME ? CRITICAL : WARNING,
                "uptime",
                "The link was lost " + day.drops() + " times in a day; look at the causes and at the network."));
    }

    static HealthLevel of(List<Reason> reasons) {
        return reasons.stream().map(Reason::level).reduce(HEALTHY, HealthLevel::worse);
    }
}
