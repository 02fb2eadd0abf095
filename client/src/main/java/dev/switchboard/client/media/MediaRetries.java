// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.device.AskedFile;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.ClientTimer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.MediaFailed;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the own phone to upload files again that the media store has no more. An answer that comes late, even after a
/// restart, is an event all the same.
public final class MediaRetries {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int MOST_WAITING = 256;
    private static final Logger LOG = LoggerFactory.getLogger(MediaRetries.class);

    private record Waiting(Consumer<Answer<MediaReference>> then, ClientTimer.Handle limit) {}

    private final Workbench bench;
    private final DeviceDirectory directory;
    private Map<String, Waiting> waiting = new LinkedHashMap<>(0);

    public MediaRetries(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Asks for a message's file.
    ///
    /// @param then told where the file lies now; refused with 404 if the phone has it no more
    public void ask(MessageRef message, MediaReference file, Consumer<Answer<MediaReference>> then) {
        Optional<MediaKey> key = file.key();
        if (key.isEmpty()) {
            then.accept(new Answer.Refused<>(400, "the file is not encrypted"));
            return;
        }
        Jid chat = message.chat();
        AskedFile asked = new AskedFile(chat, message.fromMe(), message.author(), file);
        bench.state().keep(Shelf.ASKED_FILE, message.id(), asked.encode(), bench.now());
        MediaRetryStanza request = new MediaRetryStanza(
                Optional.of(MediaRetry.sealRequest(key.get(), message.id(), bench.random())),
                Optional.of(chat),
                message.fromMe(),
                message.author().filter(_ -> !message.fromMe() && !(chat.isPn() || chat.isLid())),
                OptionalInt.empty());
        bench.send(Receipt.mediaRetry(
                        message.id(), Route.to(bench.state().account().pn().bare()), request)
                .toNode());
        await(message.id(), then);
    }

    private void await(String id, Consumer<Answer<MediaReference>> then) {
        Waiting before = waiting.get(id);
        if (before == null && waiting.size() >= MOST_WAITING) {
            then.accept(new Answer.TimedOut<>());
            return;
        }
        bench.afterCommit(() -> {
            Waiting now = new Waiting(
                    before == null ? then : before.then().andThen(then), bench.later(PATIENCE, () -> timeOut(id)));
            waiting.put(id, now);
            if (before != null) {
                before.limit().cancel();
            }
        });
    }

    private void timeOut(String id) {
        settle(id, new Answer.TimedOut<>());
    }

    /// The phone answered.
    public void answered(String id, MediaRetryStanza answer) {
        Optional<AskedFile> asked = bench.state().kept(Shelf.ASKED_FILE, id).map(AskedFile::decode);
        if (asked.isEmpty()) {
            LOG.debug("an answer about a file that was not asked for");
            return;
        }
        bench.state().discard(Shelf.ASKED_FILE, id);
        Answer<MediaReference> outcome = outcome(id, asked.get(), answer);
        Optional<MediaReference> found = outcome instanceof Answer.Given<MediaReference>(MediaReference file)
                ? Optional.of(file)
                : Optional.empty();
        MessageRef message = new MessageRef(
                asked.get().chat(), id, asked.get().fromMe(), asked.get().author());
        bench.emit(new ClientEvent.MediaRefreshed(directory.party(asked.get().chat()), message, found));
        settle(id, outcome);
    }

    private static Answer<MediaReference> outcome(String id, AskedFile asked, MediaRetryStanza answer) {
        if (answer.sealed().isEmpty() || asked.file().key().isEmpty()) {
            int code = answer.error().orElse(0);
            return new Answer.Refused<>(code == 2 ? 404 : 500, "the phone answers " + code);
        }
        try {
            MediaRetryNotification opened = MediaRetry.openAnswer(
                    asked.file().key().get(), id, answer.sealed().get());
            return switch (opened.getResult()) {
                case SUCCESS ->
                    opened.getDirectPath().startsWith("/")
                            ? new Answer.Given<>(asked.at(opened.getDirectPath()))
                            : new Answer.Refused<>(500, "the phone tells no path");
                case NOT_FOUND -> new Answer.Refused<>(404, "the phone has the file no more");
                case DECRYPTION_ERROR -> new Answer.Refused<>(412, "the phone could not read the request");
                case GENERAL_ERROR -> new Answer.Refused<>(418, "the phone could not upload the file");
            };
        } catch (MediaFailed e) {
            LOG.warn("an answer about a file does not open: {}", e.code());
            return new Answer.Refused<>(500, "the answer does not open");
        }
    }

    private void settle(String id, Answer<MediaReference> outcome) {
        Waiting asked = waiting.get(id);
        if (asked != null) {
            asked.then().accept(outcome);
            bench.afterCommit(() -> {
                waiting.remove(id);
                asked.limit().cancel();
            });
        }
    }

    /// The connection is gone. The phone may answer on the next one, but nobody waits for that.
    public void suspend() {
        Map<String, Waiting> all = waiting;
        waiting = new LinkedHashMap<>(0);
        all.values().forEach(asked -> {
            asked.limit().cancel();
            asked.then().accept(new Answer.NotConnected<>());
        });
    }

    /// Drops what the phone will not answer any more.
    public void prune() {
        bench.state().discardBefore(Shelf.ASKED_FILE, bench.now().minus(REMEMBERED));
    }
}
