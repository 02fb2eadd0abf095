// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps pages of other sites from driving the admin interface where no token is asked for: the request must name this
/// machine as its host (a name of somebody's own that leads here does not do), and if a page sent it, the page must be
/// one of the sandbox's own.
final class OriginGuard {

    private static final Pattern HOST =
            Pattern.compile("(localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private OriginGuard() {}

    /// Whether a request may be answered without a token.
    static boolean admits(HttpRequest request) {
        Optional<String> host = request.header("host");
        if (host.isPresent()) {
            Matcher known = HOST.matcher(host.get());
            if (!known.matches()) {
                return false;
            }
        }
        boolean ownSite =
                request.header("sec-fetch-site").map(OWN_SITES::contains).orElse(true);
        boolean ownOrigin = request.header("origin")
                .map(origin -> isOwn(origin, host.orElse("")))
                .orElse(true);
        return ownSite && ownOrigin;
    }

    private static boolean isOwn(String origin, String host) {
        String own = host.toLowerCase(Locale.ROOT);
        String page = origin.toLowerCase(Locale.ROOT);
        return page.equals("https://" + own) || page.equals("http://" + own);
    }
}
