// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.HistoryPlace;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.receive.ContentReader;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.history.HistoryDecoder;
import dev.switchboard.wire.history.HistoryPart;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes in the history that the phone shares: chats and names become events, hidden ids and tokens are kept. Pieces
/// that lie in the media store are noted durably and fetched one after the other.
public final class HistoryIntake {

    private static final int MOST_ON_DEMAND = 50;
    private static final int COMPLETE = 100;

    private final Workbench bench;
    private final PhoneRequests phone;
    private final HistoryReader reader;
    private final HistoryLoader loader;

    public HistoryIntake(
            Workbench bench, DeviceDirectory directory, ContentReader content, PhoneRequests phone, FileFetcher files) {
        this.bench = bench;
        this.phone = phone;
        this.reader = new HistoryReader(bench, directory, content);
        this.loader = new HistoryLoader(bench, reader, files);
    }

    /// The device is active: pieces that were left are fetched.
    public void resume() {
        loader.resume();
    }

    /// The phone was asked to put a file into the store once more, and answers.
    ///
    /// @return whether the id is that of a piece of the history
    public boolean uploadedAgain(String id, MediaRetryStanza answer) {
        return loader.uploadedAgain(id, answer);
    }

    /// Takes a piece in, or notes that it has to be fetched.
    ///
    /// @param id the id of the message that brought it
    /// @return whether it has been taken in
    boolean take(String id, HistorySyncNotification notification) {
        if (notification.hasInitialHistBootstrapInlinePayload()) {
            takeInline(notification);
            return true;
        }
        if (notification.getDirectPath().isEmpty()) {
            return true;
        }
        loader.add(id, notification);
        return false;
    }

    private void takeInline(HistorySyncNotification notification) {
        List<Conversation> conversations = new ArrayList<>();
        List<Pushname> names = new ArrayList<>();
        List<WebMessageInfo> statuses = new ArrayList<>();
        Bytes payload =
                Bytes.copyOf(notification.getInitialHistBootstrapInlinePayload().toByteArray());
        HistoryDecoder.read(payload, HistoryDecoder.Limits.INLINE, part -> {
            switch (part) {
                case HistoryPart.Chat(Conversation conversation) -> conversations.add(conversation);
                case HistoryPart.Name(Pushname name) -> names.add(name);
                case HistoryPart.LidMapping(PhoneNumberToLIDMapping mapping) ->
                    reader.learn(mapping.getPnJid(), mapping.getLidJid());
                case HistoryPart.Rest(HistorySync rest) -> reader.keep(rest);
                case HistoryPart.Status(WebMessageInfo status) -> statuses.add(status);
            }
        });
        // Hidden ids come behind the chats, but chats are to be told under them.
        conversations.forEach(reader::learn);
        bench.emit(new ClientEvent.HistoryReceived(new HistoryChunk(
                notification.getSyncType().name(),
                notification.getChunkOrder(),
                progress(notification),
                requestId(notification),
                true,
                conversations.stream().flatMap(one -> reader.chat(one).stream()).toList(),
                statuses.stream().flatMap(one -> reader.status(one).stream()).toList(),
                names.stream().flatMap(one -> reader.name(one).stream()).toList())));
        tellIfComplete(bench, notification);
    }

    static void tellIfComplete(Workbench bench, HistorySyncNotification notification) {
        boolean chunks = switch (notification.getSyncType()) {
            case RECENT, FULL -> true;
            default -> false;
        };
        if (chunks && notification.getProgress() >= COMPLETE) {
            bench.emit(new SyncEvent.HistoryComplete());
        }
    }

    static Optional<Integer> progress(HistorySyncNotification notification) {
        return notification.hasProgress() ? Optional.of(notification.getProgress()) : Optional.empty();
    }

    static Optional<String> requestId(HistorySyncNotification notification) {
        String id = notification.getPeerDataRequestSessionId();
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /// What a stored message says about itself.
    ContentReader.Envelope envelope(Jid chat, WebMessageInfo info) {
        return reader.envelope(chat, info);
    }

    // What is asked for

    /// Asks the phone for older messages of a chat.
    public void requestOlder(HistoryPlace place, int count, Consumer<Answer<String>> then) {
        if (count < 1 || count > MOST_ON_DEMAND) {
            then.accept(new Answer.Refused<>(400, "count: out of range (expected: 1 to 50)"));
            return;
        }
        MessageRef oldest = place.oldest();
        MessageKey key = oldest.author()
                .map(author -> MessageKeys.of(oldest.chat(), oldest.fromMe(), oldest.id(), author))
                .orElseGet(() -> MessageKeys.of(oldest.chat(), oldest.fromMe(), oldest.id()));
        then.accept(new Answer.Given<>(phone.send(PeerMessages.historyOnDemand(key, place.at(), count))));
    }

    /// Asks the phone for all history back to some time ago.
    public void requestFull(Duration back, Consumer<Answer<String>> then) {
        long days = back.toDays();
        if (days < 1 || days > Integer.MAX_VALUE) {
            then.accept(new Answer.Refused<>(400, "time back: out of range (expected: a day or more)"));
            return;
        }
        String request = bench.nextId();
        then.accept(new Answer.Given<>(phone.send(PeerMessages.fullHistory(request, (int) days))));
    }

    /// Tries once more what could not be fetched.
    public void retry(Consumer<Answer<Done>> then) {
        loader.retry();
        then.accept(new Answer.Given<>(Done.DONE));
    }
}
