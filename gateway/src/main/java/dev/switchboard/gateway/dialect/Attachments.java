// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files that the dialects send by their address.
public final class Attachments {
    private final Senders senders;

    public Attachments(Senders senders) {
        this.senders = senders;
    }

    /// A file to be fetched.
    public record File(
            MediaKind kind,
            String url,
            @Nullable String caption,
            @Nullable String name) {
        @Override
        public String toString() {
            return "File[" + kind + "]";
        }
    }

    /// The kind that a dialect's word means.
    public static Optional<MediaKind> kind(@Nullable String word) {
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "image" -> Optional.of(MediaKind.IMAGE);
            case "video" -> Optional.of(MediaKind.VIDEO);
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "document" -> Optional.of(MediaKind.DOCUMENT);
            default -> Optional.empty();
        };
    }

    /// The message with the file, which is fetched here and never from a private address.
    public SendCommand command(Session session, Jid to, File file) {
        try {
            var content = senders.attachment(
                    session,
                    new MediaInput(null, file.url(), null, null, file.name()),
                    new Senders.Shown(file.kind(), Optional.ofNullable(file.caption()), false));
            return new SendCommand(to, content, SendCommand.Options.NONE, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("the file could not be kept", e);
        }
    }
}
