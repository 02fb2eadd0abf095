// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.proto.MediaRetryNotification.ResultType;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers companions that could not fetch a file: the phone uploads it again, under another path. Lives on the phone's
/// lane.
final class MediaRetries {

    private static final Logger LOG = LoggerFactory.getLogger(MediaRetries.class);
    private static final int NOT_FOUND = 2;
    private static final int NOT_DECRYPTED = 3;

    private final PhoneContext phone;
    private final ChatHistory history;
    private final CompanionDesk companions;

    MediaRetries(PhoneContext phone, ChatHistory history, CompanionDesk companions) {
        this.phone = phone;
        this.history = history;
        this.companions = companions;
    }

    /// A companion asks for the file of a message.
    ///
    /// @param companion the device as the receipt names it
    /// @param id the message
    void asked(Jid companion, String id, MediaRetryStanza request) {
        Optional<MediaReference> reference = companions.historyFile(id).or(() -> fileOf(request, id));
        MediaRetryStanza answer = reference
                .flatMap(file -> file.key().map(key -> answer(file, key, id, request)))
                .orElseGet(() -> refusal(request, NOT_FOUND));
        phone.turn()
                .send(Node.builder("notification")
                        .attr("id", id)
                        .attr("to", companion)
                        .attr("type", "mediaretry")
                        .children(answer.toNodes())
                        .build());
    }

    private Optional<MediaReference> fileOf(MediaRetryStanza request, String id) {
        return request.chat()
                .flatMap(chat -> history.find(phone.people().chat(chat), id))
                .or(() -> history.find(id))
                .flatMap(EntryExtras::reference);
    }

    private MediaRetryStanza answer(MediaReference file, MediaKey key, String id, MediaRetryStanza request) {
        if (request.sealed().isEmpty()) {
            return refusal(request, NOT_DECRYPTED);
        }
        try {
            MediaRetry.openRequest(key, id, request.sealed().get());
        } catch (WireException e) {
            LOG.info("a request for a file does not open: {}", e.code());
            return refusal(request, NOT_DECRYPTED);
        }
        MediaRetryNotification.Builder result =
                MediaRetryNotification.newBuilder().setStanzaId(id);
        Optional<String> path = phone.files().renew(file);
        path.ifPresent(result::setDirectPath);
        result.setResult(path.isPresent() ? ResultType.SUCCESS : ResultType.NOT_FOUND);
        return new MediaRetryStanza(
                Optional.of(MediaRetry.sealAnswer(key, id, result.build(), phone.random())),
                request.chat(),
                request.fromMe(),
                request.participant(),
                OptionalInt.empty());
    }

    private static MediaRetryStanza refusal(MediaRetryStanza request, int code) {
        return new MediaRetryStanza(
                Optional.empty(), request.chat(), request.fromMe(), request.participant(), OptionalInt.of(code));
    }
}
