// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;

/// A session's figures and how good they are, by one table: uptime, refusals, times, memory, codes and tries.
///
/// @param memoryMegabytes its share of the memory in use
public record Levels(
        double uptimePercent,
        double messageSuccessRate,
        double averageResponseTimeMs,
        double memoryMegabytes,
        int qrAttempts,
        int reconnectAttempts) {
    /// Nothing to do.
    public static final String GOOD = "Good";
    /// To be looked at.
    public static final String WARNING = "Warning";
    /// To be seen to.
    public static final String CRITICAL = "Critical";

    /// The level of each figure.
    public Map<String, String> byMetric() {
        Map<String, String> levels = new LinkedHashMap<>();
        levels.put("uptimePercent", share(uptimePercent, 99));
        levels.put("messageSuccessRate", share(messageSuccessRate, 98));
        levels.put("averageResponseTimeMs", amount(averageResponseTimeMs, 200, 500));
        levels.put("memoryUsage", amount(memoryMegabytes, 100, 150));
        levels.put("qrAttempts", count(qrAttempts, 2, 3));
        levels.put("reconnectAttempts", count(reconnectAttempts, 2, 5));
        return levels;
    }

    /// Good above a share, critical below 95 %.
    private static String share(double value, double goodAbove) {
        return value > goodAbove ? GOOD : value >= 95 ? WARNING : CRITICAL;
    }

    /// Good below an amount, critical above another.
    private static String amount(double value, double goodBelow, double most) {
        return value < goodBelow ? GOOD : value <= most ? WARNING : CRITICAL;
    }

    /// Good up to a count, critical above another.
    private static String count(int value, int good, int most) {
        return value <= good ? GOOD : value <= most ? WARNING : CRITICAL;
    }
}
