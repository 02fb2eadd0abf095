// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which client a request means: its parameter, else the header `x-client-id`, else the only one of its credential.
final class Named {
    private Named() {}

    static Optional<String> optional(Caller caller, @Nullable String parameter, @Nullable String header) {
        if (parameter != null && !parameter.isBlank()) {
            return Optional.of(parameter.strip());
        }
        if (header != null && !header.isBlank()) {
            return Optional.of(header.strip());
        }
        return caller.sessions().size() == 1 ? caller.sessions().stream().findAny() : Optional.empty();
    }

    static String client(Caller caller, @Nullable String parameter, @Nullable String header) {
        return optional(caller, parameter, header)
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "The request names no client.")
                        .withAccepted("the header x-client-id with the id of a client")
                        .refusal());
    }
}
