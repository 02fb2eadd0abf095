// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.media.Media;
import dev.switchboard.gateway.media.MediaDrafts;
import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Completes what callers want to send: brings in files and previews. Everything that takes a while happens here,
/// before a message is accepted.
public final class Senders {
    private final Messages messages;
    private final MediaDrafts media;
    private final LinkPreviews previews;

    public Senders(Messages messages, MediaDrafts media, GuardedHttp http) {
        this.messages = messages;
        this.media = media;
        this.previews = new LinkPreviews(http);
    }

    /// The message that a draft leads to; empty if it forwards one that is not there.
    Optional<SendCommand> complete(Session session, Jid to, Draft draft, SendCommand.Options options)
            throws IOException {
        return switch (draft) {
            case Draft.Whole(Content content) -> Optional.of(command(to, content, options));
            case Draft.Linked(String text, Parts.Preview preview) ->
                Optional.of(command(to, previews.with(text, preview), options));
            case Draft.File(MediaKind kind, NewMessage.FilePart part) ->
                Optional.of(command(
                        to,
                        attachment(
                                session,
                                part.input(),
                                new Shown(
                                        kind,
                                        Optional.ofNullable(part.caption()),
                                        Boolean.TRUE.equals(part.viewOnce()))),
                        options));
            case Draft.Forward(String messageId) -> messages.forwarding(session, messageId, to);
            case Draft.Alter _, Draft.Star _ -> throw new IllegalArgumentException("draft: sends nothing");
        };
    }

    private static SendCommand command(Jid to, Content content, SendCommand.Options options) {
        return new SendCommand(to, content, options, Optional.empty(), Optional.empty());
    }

    /// How a file is shown.
    public record Shown(MediaKind kind, Optional<String> caption, boolean viewOnce) {
        @Override
        public String toString() {
            return "Shown[" + kind + "]";
        }
    }

    /// A file as the content of a message: brought in by address, as Base64 or by its id, checked, and converted if it
    /// has to be.
    ///
    /// @throws Refusal if it cannot be had or sent
    public Content attachment(Session session, MediaInput input, Shown shown) throws IOException {
        Media file = media.sendable(session, input, shown.kind());
        return new Content.Attachment(shown.kind(), file.id(), shown.caption(), shown.viewOnce());
    }

    /// Puts a star on a message, or takes it away.
    Acceptance star(Caller caller, Session session, String messageId, boolean on) {
        return messages.star(caller, session, List.of(messageId), on);
    }
}
