// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Sends, and tells failures in the company dialect's classes.
final class MessageSending {
    private static final Duration WHEN_UNCONNECTED = Duration.ofSeconds(60);

    private final Sending sending;

    MessageSending(Sending sending) {
        this.sending = sending;
    }

    /// Sends a text; the answer is its id.
    String send(Caller caller, Session session, Jid to, String text) {
        return send(caller, session, new SendCommand(to, text, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /// Refuses what could not be sent anyway, before a file is fetched for it.
    void check(Session session, Jid to) {
        if (!session.takesMessages()) {
            throw unconnected(session, to);
        }
    }

    private static CompanyError failed(Session session, Jid to) {
        return CompanyError.of(ErrorClass.MESSAGE_SEND_ERROR, "Failed to send message")
                .with("phone", to.isPn() ? to.user() : to.toString())
                .with("companyId", session.key().id());
    }

    private static CompanyRefusal unconnected(Session session, Jid to) {
        return failed(session, to)
                .says("Failed to send message: Session not connected")
                .with("status", CompanyWords.status(session))
                .after(WHEN_UNCONNECTED)
                .refusal();
    }

    String send(Caller caller, Session session, SendCommand command) {
        return switch (sending.send(caller, session, command)) {
            case Sending.Outcome.Taken(String id, var _) -> id;
            case Sending.Outcome.NotConnected _ -> throw unconnected(session, command.to());
            case Sending.Outcome.Blocked blocked ->
                throw CompanyError.of(ErrorClass.RATE_LIMIT_ERROR, "Rate limit exceeded: " + blocked.words())
                        .with("companyId", session.key().id())
                        .with("limit", blocked.reason().name().toLowerCase(Locale.ROOT))
                        .after(blocked.retryAfter())
                        .refusal();
            case Sending.Outcome.Refused(String id, String code) ->
                throw failed(session, command.to())
                        .says("Failed to send message: " + code)
                        .with("messageId", id)
                        .with("reason", code)
                        .retryable(false)
                        .refusal(502);
        };
    }
}
