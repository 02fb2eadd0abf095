// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The web client's version this client claims to be: `2.3000.N`.
public record ClientVersion(int primary, int secondary, int tertiary) {

    /// Used when the current one cannot be learnt.
    public static final ClientVersion PINNED = new ClientVersion(2, 3000, 1045649367);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,10})");

    public ClientVersion {
        if (primary < 0 || secondary < 0 || tertiary < 0) {
            throw new IllegalArgumentException("client version: negative part (expected: three numbers)");
        }
    }

    public static ClientVersion parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("client version: " + text + " (expected: a form like 2.3000.1045649367)");
        }
        return new ClientVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return primary + "." + secondary + "." + tertiary;
    }
}
