// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// How long the request of this thread is ready to wait for its turn: `Prefer: wait=10` (RFC 7240). Not at all if it
/// says nothing.
public final class Patience {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*(\\d{1,5})");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Patience() {}

    /// The patience of the request that this thread serves.
    public static Duration ofRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? of(request.getRequest().getHeader("Prefer"))
                : Duration.ZERO;
    }

    static Duration of(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        Matcher matcher = WAIT.matcher(header);
        if (!matcher.find()) {
            return Duration.ZERO;
        }
        Duration wish = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
