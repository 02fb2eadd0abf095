// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

/// A tenant's colour as a style sheet: with it the colour of words on it, so that they can be read.
final class Paint {
    private static final String STANDARD = "#0b6e4f";

    private Paint() {}

    static String sheet(Theme theme) {
        String color = theme.color() == null ? STANDARD : theme.color();
        int rgb = Integer.parseInt(color.substring(1), 16);
        double brightness =
                0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
        boolean dark = (brightness + 0.05) * (brightness + 0.05) < 1.05 * 0.05;
        return ":root{--brand:" + color + ";--on-brand:" + (dark ? "#fff" : "#000") + "}\n";
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
