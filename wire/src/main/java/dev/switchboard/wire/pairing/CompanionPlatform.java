// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import java.util.Locale;
import java.util.Optional;

/// What a companion says it is, as the last field of a QR code and in the link-code request.
public enum CompanionPlatform {
    /// Refused by the server.
    UNKNOWN('0'),
    /// Chrome.
    CHROME('1'),
    /// Edge.
    EDGE('2'),
    /// Firefox.
    FIREFOX('3'),
    /// Internet Explorer.
    IE('4'),
    /// Opera.
    OPERA('5'),
    /// Safari.
    SAFARI('6'),
    /// The desktop application, other than on Windows.
    ELECTRON('7'),
    /// The desktop application on Windows.
    UWP('8'),
    /// Another web client.
    OTHER_WEB_CLIENT('9'),
    /// The native application on macOS.
    MACOS('c'),
    /// An Android tablet.
    ANDROID_TABLET('d'),
    /// An Android phone.
    ANDROID_PHONE('e'),
    /// Some Android device.
    ANDROID_AMBIGUOUS('f');

    private final String id;

    CompanionPlatform(char id) {
        this.id = String.valueOf(id);
    }

    /// The one character on the wire.
    public String id() {
        return id;
    }

    /// The platform of a character, if it is one.
    public static Optional<CompanionPlatform> of(String id) {
        for (CompanionPlatform platform : values()) {
            if (platform.id.equals(id)) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }

    /// The platform of a browser by name; `Desktop` is the desktop application.
    public static CompanionPlatform ofBrowser(String os, String browser) {
        return switch (browser.toLowerCase(Locale.ROOT)) {
            case "chrome" -> CHROME;
            case "edge" -> EDGE;
            case "firefox" -> FIREFOX;
            case "ie" -> IE;
            case "opera" -> OPERA;
            case "safari" -> SAFARI;
            case "desktop" -> os.equalsIgnoreCase("Windows") ? UWP : ELECTRON;
            default -> OTHER_WEB_CLIENT;
        };
    }
}
