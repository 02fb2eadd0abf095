// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import java.util.Arrays;
import java.util.List;

/// Figures of a series.
final class Series {

    private Series() {}

    static long median(List<Long> values) {
        return quantile(values, 0.5);
    }

    /// The value below which this part of the series lies.
    static long quantile(List<Long> values, double part) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted)
                .skip(Math.min(sorted.length - 1, (long) (sorted.length * part)))
                .findFirst()
                .orElseThrow();
    }

    /// Events a second, given how many came in so many nanoseconds.
    static long rate(int count, long nanos) {
        return Math.round(count * 1e9 / nanos);
    }
}
