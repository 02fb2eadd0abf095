// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A chart that is drawn on the server, as SVG: nothing to load, and there before anything moves.
///
/// @param labels under the columns or points, from the oldest
public record Chart(List<String> labels, List<Series> series) {
    public static final int WIDTH = 600;
    public static final int HEIGHT = 160;

    /// Values of one kind.
    ///
    /// @param tone names its colour: `a` to `e`
    public record Series(String name, String tone, List<Double> values) {}

    /// A column.
    public record Bar(String tone, String x, String y, String width, String height, String title) {}

    /// A round number that no value is above.
    public double top() {
        double most = series.stream()
                .flatMap(one -> one.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (most <= 4) {
            return 4;
        }
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        for (double factor : new double[] {1, 2, 4, 5, 10}) {
            if (most <= step * factor) {
                return step * factor;
            }
        }
        return most;
    }

    public boolean empty() {
        return series.stream().flatMap(one -> one.values().stream()).allMatch(value -> value == 0);
    }

    /// Columns side by side.
    public List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        double top = top();
        double slot = (double) WIDTH / Math.max(1, labels.size());
        double width = Math.min(26, slot * 0.72 / Math.max(1, series.size()));
        for (int i = 0; i < labels.size(); i++) {
            double start = i * slot + (slot - width * series.size()) / 2;
            for (int s = 0; s < series.size(); s++) {
                double value = series.get(s).values().get(i);
                double height = value == 0 ? 0 : Math.max(1.5, value / top * HEIGHT);
                bars.add(new Bar(
                        series.get(s).tone(),
                        text(start + s * width),
                        text(HEIGHT - height),
                        text(Math.max(1, width - 1.5)),
                        text(height),
                        labels.get(i) + ": " + series.get(s).name() + " " + shown(value)));
            }
        }
        return bars;
    }

    /// A line's points.
    public String points(Series one) {
        StringBuilder points = new StringBuilder();
        double top = top();
        int last = Math.max(1, labels.size() - 1);
        for (int i = 0; i < one.values().size(); i++) {
            points.append(text((double) i * WIDTH / last))
                    .append(',')
                    .append(text(HEIGHT - one.values().get(i) / top * HEIGHT))
                    .append(' ');
        }
        return points.toString().strip();
    }

    /// A value for people.
    public static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
