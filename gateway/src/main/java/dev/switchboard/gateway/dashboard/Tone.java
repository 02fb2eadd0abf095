// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

/// How a value is coloured: good, wait, bad, info, or not at all.
public final class Tone {
    private Tone() {}

    /// Of a session's state.
    public static String ofState(String state) {
        return switch (state) {
            case "connected" -> "good";
            case "failed", "restricted", "logged_out" -> "bad";
            case "created", "disconnected" -> "";
            default -> "wait";
        };
    }

    /// Of a session's health.
    public static String ofHealth(String level) {
        return switch (level) {
            case "Healthy" -> "good";
            case "Warning" -> "wait";
            case "Critical" -> "bad";
            default -> "";
        };
    }

    /// Of how far a message, a delivery or a campaign has come.
    public static String ofProgress(String status) {
        return switch (status) {
            case "delivered", "read", "played", "completed", "active", "enabled", "replied", "ok" -> "good";
            case "failed", "dead", "cancelled", "disabled", "stopped", "opted_out" -> "bad";
            case "queued", "pending", "retrying", "paused", "running", "scheduled" -> "wait";
            case "sent" -> "info";
            default -> "";
        };
    }

    /// Of a sink that events go to.
    public static String ofSink(String state) {
        return switch (state) {
            case "running" -> "good";
            case "retrying" -> "wait";
            case "open" -> "bad";
            default -> "";
        };
    }

    /// Of a linking page for a customer.
    public static String ofLink(String state) {
        return switch (state) {
            case "linked" -> "good";
            case "waiting", "opened" -> "wait";
            case "revoked" -> "bad";
            default -> "";
        };
    }
}
