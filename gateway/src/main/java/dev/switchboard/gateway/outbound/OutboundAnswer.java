// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How an exchange with an address ended.
public sealed interface OutboundAnswer {
    /// Why there was no answer that may be used.
    enum Reason {
        /// The text is no http or https address, or has a user name in it.
        BAD_ADDRESS,
        /// The name leads to an address that callers may not reach.
        FORBIDDEN_ADDRESS,
        UNKNOWN_HOST,
        TOO_MANY_REDIRECTS,
        TOO_LARGE,
        TIMED_OUT,
        UNREACHABLE;

        /// Stable, for programs.
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// There is none.
    record Refused(Reason reason) implements OutboundAnswer {}

    /// An answer, to be closed when read.
    ///
    /// @param uri where it came from, after redirects
    /// @param headers names in lower case
    /// @param body at most as long as was allowed: reading further fails with [TooLarge]
    record Answered(URI uri, int status, Map<String, List<String>> headers, InputStream body)
            implements OutboundAnswer, AutoCloseable {
        public Answered {
            headers = Map.copyOf(headers);
        }

        /// The first value of a header.
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }

        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /// The answer was longer than allowed.
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("the answer is longer than " + limit + " bytes");
        }
    }
}
