// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.LoginFailure;
import dev.switchboard.wire.stanza.StreamError;
import java.time.Instant;
import java.util.Optional;

/// Reads the server's words for the end of a connection, as `docs/protocol/transport.md` lists them.
final class ServerEnds {

    private ServerEnds() {}

    /// The cause in a refused login.
    static EndCause of(LoginFailure failure, Instant now) {
        int reason = failure.reason();
        return switch (reason) {
            case 401 -> EndCause.of(EndKind.LOGGED_OUT, reason);
            case 402 -> {
                Optional<Instant> until = failure.expireSeconds().isPresent()
                        ? Optional.of(now.plusSeconds(failure.expireSeconds().getAsLong()))
                        : Optional.empty();
                yield EndCause.banned(failure.code().orElse(0), until);
            }
            case 403 -> EndCause.of(EndKind.ACCOUNT_LOCKED, reason);
            case 405 -> EndCause.of(EndKind.CLIENT_OUTDATED, reason);
            case 406 -> EndCause.of(EndKind.ACCOUNT_BANNED, reason);
            case 500, 503 -> EndCause.of(EndKind.SERVER_TROUBLE, reason);
            default -> EndCause.of(EndKind.REFUSED, reason);
        };
    }

    /// The cause in a stream error.
    static EndCause of(StreamError error) {
        return switch (error) {
            case StreamError.Replaced() -> EndCause.of(EndKind.REPLACED);
            case StreamError.DeviceRemoved(int code) -> EndCause.of(EndKind.DEVICE_REMOVED, code);
            case StreamError.Coded(int code) -> coded(code);
            case StreamError.Unknown(Node node) -> unknown(node);
        };
    }

    private static EndCause coded(int code) {
        return switch (code) {
            case StreamError.RESTART_REQUIRED -> EndCause.of(EndKind.RESTART_REQUIRED, code);
            case 401, 516 -> EndCause.of(EndKind.LOGGED_OUT, code);
            case 409 -> EndCause.of(EndKind.REPLACED, code);
            case 429 -> EndCause.of(EndKind.RATE_LIMITED, code);
            case 500, 503 -> EndCause.of(EndKind.SERVER_TROUBLE, code);
            default -> EndCause.of(EndKind.UNKNOWN_STREAM_ERROR, code);
        };
    }

    private static EndCause unknown(Node node) {
        if (node.hasChild("xml-not-well-formed")) {
            return EndCause.of(EndKind.BROKEN_STREAM, "xml-not-well-formed");
        }
        if (node.hasChild("ack")) {
            return EndCause.of(EndKind.OWED_ACK);
        }
        String first =
                node.children().isEmpty() ? "" : node.children().getFirst().tag();
        return EndCause.of(EndKind.UNKNOWN_STREAM_ERROR, first);
    }
}
