// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.Map;

/// The pages' icons: strokes on a field of 24 by 24.
public final class Icons {
    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("home", "M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"),
            Map.entry("chat", "M4 5h16v11H9l-5 4z M8 9h8 M8 12h5"),
            Map.entry("phone", "M7 3h10v18H7z M11 18h2"),
            Map.entry("queue", "M4 6h16 M4 12h11 M4 18h7 M17 15v6 M14 18h6"),
            Map.entry("template", "M5 4h14v16H5z M8 8h8 M8 12h8 M8 16h4"),
            Map.entry("megaphone", "M4 10v4h3l8 5V5L7 10z M18 9a4 4 0 0 1 0 6"),
            Map.entry("flow", "M4 4h7v5H4z M13 15h7v5h-7z M7.5 9v5a3 3 0 0 0 3 3H13"),
            Map.entry("chart", "M4 4v16h16 M8 16v-4 M12 16V8 M16 16v-6"),
            Map.entry("hook", "M9 7a4 4 0 1 1 5 4l-3 5 M8 12a4 4 0 1 0 3 6h5 M16 14a4 4 0 1 1-1 7"),
            Map.entry("shield", "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z M9 12l2 2 4-4"),
            Map.entry(
                    "people",
                    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M3 20a6 6 0 0 1 12 0 M16 4.5a3.5 3.5 0 0 1 0 6.5"
                            + " M17.5 14.5A6 6 0 0 1 21 20"),
            Map.entry("settings", "M4 7h9 M17 7h3 M15 5v4 M4 12h3 M11 12h9 M9 10v4 M4 17h10 M18 17h2 M16 15v4"),
            Map.entry("menu", "M4 7h16 M4 12h16 M4 17h16"),
            Map.entry("leave", "M10 4H5v16h5 M15 8l4 4-4 4 M19 12H9"),
            Map.entry("auto", "M12 4a8 8 0 1 0 0 16z M12 4a8 8 0 0 1 0 16"),
            Map.entry(
                    "light",
                    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.5 1.5 M17.5 17.5 19 19"
                            + " M19 5l-1.5 1.5 M6.5 17.5 5 19"),
            Map.entry("dark", "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z"),
            Map.entry("plus", "M12 5v14 M5 12h14"),
            Map.entry("search", "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z M16 16l4 4"),
            Map.entry("send", "M4 12 20 4l-5 16-3.5-6.5z M11.5 13.5 20 4"),
            Map.entry("reply", "M10 7 4 12l6 5v-3h3c4 0 6 2 7 4 0-6-3-8-7-8h-3z"),
            Map.entry("smile", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M9 10v.5 M15 10v.5 M8.5 14c2 2.5 5 2.5 7 0"),
            Map.entry(
                    "clip", "M19 11l-7.5 7.5a4 4 0 0 1-5.5-5.5L14 5a2.7 2.7 0 0 1 4 4l-7.5 7.5a1.3 1.3 0 0 1-2-2L15 8"),
            Map.entry("check", "M5 12.5 10 17.5 19 7"),
            Map.entry("checks", "M2.5 12.5 7 17 15.5 7.5 M12 16l1 1 8.5-9.5"),
            Map.entry("clock", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 8v4.5l3 2"),
            Map.entry("cross", "M6 6l12 12 M18 6 6 18"),
            Map.entry("back", "M15 5l-7 7 7 7"),
            Map.entry("forth", "M9 5l7 7-7 7"),
            Map.entry("compass", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M15.5 8.5l-2 5-5 2 2-5z"),
            Map.entry("qr", "M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h2v2 M20 14v2 M14 20h2 M18 18h2v2"),
            Map.entry("refresh", "M19 8a8 8 0 1 0 1 4 M20 4v4h-4"),
            Map.entry("power", "M12 3v8 M7 6.5a7.5 7.5 0 1 0 10 0"),
            Map.entry("trash", "M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13"),
            Map.entry("pause", "M8 5v14 M16 5v14"),
            Map.entry("play", "M7 4.5 19 12 7 19.5z"),
            Map.entry("copy", "M9 9h11v11H9z M5 15H4V4h11v1"),
            Map.entry("key", "M8 11a4 4 0 1 0 4 4l8-8 M17 6l2.5 2.5 M14 9l2 2"),
            Map.entry("tag", "M4 4h8l8 8-8 8-8-8z M8.5 8.5v.01"),
            Map.entry("note", "M5 4h14v10l-6 6H5z M19 14h-6v6"),
            Map.entry("file", "M6 3h8l5 5v13H6z M14 3v5h5"),
            Map.entry("image", "M4 5h16v14H4z M4 16l5-5 5 5 2-2 4 4 M15 9v.01"),
            Map.entry(
                    "book",
                    "M6 3h13v18H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z M8 3v18 M13.5 8a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z"
                            + " M11 15a2.5 2.5 0 0 1 5 0"),
            Map.entry("filter", "M4 5h16l-6.5 8v6l-3-1.5V13z"),
            Map.entry("calendar", "M4 6h16v14H4z M4 10h16 M8 3.5V7 M16 3.5V7"),
            Map.entry(
                    "sink",
                    "M4 6c0-1.5 3.5-2.5 8-2.5s8 1 8 2.5-3.5 2.5-8 2.5S4 7.5 4 6z M4 6v12c0 1.5 3.5 2.5 8 2.5s8-1 8-2.5V6"
                            + " M4 12c0 1.5 3.5 2.5 8 2.5s8-1 8-2.5"),
            Map.entry("bolt", "M13 3 5 14h6l-1 7 8-11h-6z"),
            Map.entry("bell", "M6 16V11a6 6 0 0 1 12 0v5l2 2H4z M10 21h4"),
            Map.entry("edit", "M4 20h4L19 9l-4-4L4 16z M13 7l4 4"),
            Map.entry(
                    "eye",
                    "M2.5 12C5 7 8.5 5 12 5s7 2 9.5 7c-2.5 5-6 7-9.5 7s-7-2-9.5-7z M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"),
            Map.entry("upload", "M12 16V5 M7 10l5-5 5 5 M4 19h16"),
            Map.entry("download", "M12 5v11 M7 11l5 5 5-5 M4 20h16"),
            Map.entry("warn", "M12 4 2.5 20h19z M12 10v4 M12 17v.01"),
            Map.entry(
                    "globe", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M4 12h16 M12 4c5 5 5 11 0 16 M12 4c-5 5-5 11 0 16"));

    private Icons() {}

    /// The strokes of an icon; a dot where there is no such icon.
    public static String path(String name) {
        return PATHS.getOrDefault(name, "M12 11v2");
    }
}
