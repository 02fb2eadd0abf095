// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.device.PrivacyToken;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.receive.ContentReader;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.history.HistoryDecoder;
import dev.switchboard.wire.history.HistoryPart;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in the history that the phone shares: chats and names become events, hidden ids and tokens are kept.
final class HistoryIntake {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryIntake.class);

    /// The end of the year 9999 in seconds; what lies behind it is no time.
    private static final long LATEST = 253_402_300_799L;

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final ContentReader reader;

    HistoryIntake(Workbench bench, DeviceDirectory directory, ContentReader reader) {
        this.bench = bench;
        this.directory = directory;
        this.reader = reader;
    }

    /// Takes a piece in, or tells where it lies.
    ///
    /// @return whether it has been taken in
    boolean take(HistorySyncNotification notification) {
        String type = notification.getSyncType().name();
        Optional<Integer> progress =
                notification.hasProgress() ? Optional.of(notification.getProgress()) : Optional.empty();
        if (!notification.hasInitialHistBootstrapInlinePayload()) {
            if (notification.hasDirectPath()) {
                bench.emit(new ClientEvent.HistoryAvailable(new HistoryChunk.External(
                        type,
                        notification.getChunkOrder(),
                        progress,
                        notification.getDirectPath(),
                        Bytes.copyOf(notification.toByteArray()))));
            }
            return false;
        }
        List<Conversation> conversations = new ArrayList<>();
        List<Pushname> names = new ArrayList<>();
        Bytes payload =
                Bytes.copyOf(notification.getInitialHistBootstrapInlinePayload().toByteArray());
        HistoryDecoder.read(payload, HistoryDecoder.Limits.INLINE, part -> {
            switch (part) {
                case HistoryPart.Chat(Conversation conversation) -> conversations.add(conversation);
                case HistoryPart.Name(Pushname name) -> names.add(name);
                case HistoryPart.LidMapping(PhoneNumberToLIDMapping mapping) ->
                    learn(mapping.getPnJid(), mapping.getLidJid());
                case HistoryPart.Rest(HistorySync rest) -> keepSalt(rest);
                case HistoryPart.Status _ -> {}
            }
        });
        // Hidden ids come behind the chats, but chats are to be told under them.
        conversations.forEach(conversation -> learn(conversation.getPnJid(), conversation.getLidJid()));
        bench.emit(new ClientEvent.HistoryReceived(new HistoryChunk(
                type,
                notification.getChunkOrder(),
                progress,
                conversations.stream().flatMap(one -> chat(one).stream()).toList(),
                names.stream().flatMap(one -> name(one).stream()).toList())));
        return true;
    }

    /// A time of the history, if it is one.
    private static Optional<Instant> time(long seconds) {
        return seconds < 0 || seconds > LATEST ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    private void learn(String pn, String lid) {
        Optional<Jid> number = jid(pn);
        Optional<Jid> hidden = jid(lid);
        if (number.isPresent() && hidden.isPresent()) {
            directory.learn(number.get(), hidden.get());
        }
    }

    private void keepSalt(HistorySync rest) {
        if (rest.hasNctSalt()) {
            Bytes salt = Bytes.copyOf(rest.getNctSalt().toByteArray());
            bench.state().updateCredentials(it -> it.withShared(it.shared().withNctSalt(salt)));
        }
    }

    private Optional<HistoryChunk.Name> name(Pushname name) {
        return jid(name.getId()).map(person -> new HistoryChunk.Name(directory.party(person), name.getPushname()));
    }

    private Optional<HistoryChunk.Conversation> chat(Conversation conversation) {
        Optional<Jid> jid = jid(conversation.getId());
        if (jid.isEmpty()) {
            return Optional.empty();
        }
        keepToken(jid.get(), conversation);
        List<HistoryChunk.HistoryMessage> messages = new ArrayList<>();
        for (HistorySyncMsg message : conversation.getMessagesList()) {
            try {
                message(jid.get(), message.getMessage()).ifPresent(messages::add);
            } catch (WireException e) {
                LOG.debug("a message of the history is malformed: {}", e.code());
            }
        }
        Optional<Instant> last = conversation.hasConversationTimestamp()
                ? time(conversation.getConversationTimestamp())
                : Optional.empty();
        return Optional.of(new HistoryChunk.Conversation(
                directory.party(jid.get()),
                conversation.hasName() ? Optional.of(conversation.getName()) : Optional.empty(),
                conversation.getUnreadCount(),
                conversation.getArchived(),
                last,
                messages));
    }

    private void keepToken(Jid chat, Conversation conversation) {
        Optional<Instant> at = time(conversation.getTcTokenTimestamp());
        if (conversation.getTcToken().isEmpty() || at.isEmpty()) {
            return;
        }
        Jid person = directory.lid(chat).orElse(chat.normalized());
        bench.state()
                .putPrivacyToken(
                        person,
                        new PrivacyToken(Bytes.copyOf(conversation.getTcToken().toByteArray()), at.get()));
    }

    private Optional<HistoryChunk.HistoryMessage> message(Jid chat, WebMessageInfo info) {
        Unwrapped unwrapped = Unwrapped.of(info.getMessage());
        if (!unwrapped.kind().isEntry() || !info.hasKey()) {
            return Optional.empty();
        }
        IncomingMessage message = reader.entry(envelope(chat, info), unwrapped);
        return Optional.of(new HistoryChunk.HistoryMessage(message, status(info)));
    }

    /// What a stored message says about itself.
    ContentReader.Envelope envelope(Jid chat, WebMessageInfo info) {
        boolean mine = info.getKey().getFromMe();
        Jid self = bench.state().account().lid().bare();
        Optional<Jid> participant =
                jid(info.getParticipant()).or(() -> jid(info.getKey().getParticipant()));
        Party sender = directory.party(mine ? self : participant.orElse(chat));
        return new ContentReader.Envelope(
                info.getKey().getId(),
                chat.normalized(),
                sender,
                0,
                mine,
                time(info.getMessageTimestamp())
                        .orElseThrow(() -> new MalformedMessage(
                                "time of a stored message: out of range (expected: seconds before the year 10000)")),
                info.hasPushName() ? Optional.of(info.getPushName()) : Optional.empty(),
                true);
    }

    private static Optional<MessageStatus> status(WebMessageInfo info) {
        if (!info.getKey().getFromMe() || !info.hasStatus()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (info.getStatus()) {
                    case ERROR -> MessageStatus.FAILED;
                    case PENDING -> MessageStatus.PENDING;
                    case SERVER_ACK -> MessageStatus.SENT;
                    case DELIVERY_ACK -> MessageStatus.DELIVERED;
                    case READ -> MessageStatus.READ;
                    case PLAYED -> MessageStatus.PLAYED;
                });
    }

    private static Optional<Jid> jid(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }
}
