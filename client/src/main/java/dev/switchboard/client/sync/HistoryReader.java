// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.receive.ContentReader;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.TrustTokens;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.InlineContact;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what the phone stores into what the owner is told, and keeps what this device needs of it.
final class HistoryReader {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    /// The end of the year 9999 in seconds; what lies behind it is no time.
    private static final long LATEST = 253_402_300_799L;

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final ContentReader reader;
    private final TrustTokens tokens;

    HistoryReader(Workbench bench, DeviceDirectory directory, ContentReader reader) {
        this.bench = bench;
        this.directory = directory;
        this.reader = reader;
        this.tokens = new TrustTokens(bench, directory);
    }

    /// A time of the history, if it is one.
    private static Optional<Instant> time(long seconds) {
        return seconds <= 0 || seconds > LATEST ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /// A number and a hidden id belong together.
    void learn(String pn, String lid) {
        Optional<Jid> number = jid(pn);
        Optional<Jid> hidden = jid(lid);
        if (number.isPresent() && hidden.isPresent()) {
            directory.learn(number.get(), hidden.get());
        }
    }

    /// Chats tell both addresses of a person, in one of three ways.
    void learn(Conversation conversation) {
        learn(conversation.getPnJid(), conversation.getLidJid());
        Optional<Jid> id = jid(conversation.getId());
        if (id.filter(Jid::isPn).isPresent()) {
            learn(conversation.getId(), conversation.getLidJid());
        } else if (id.filter(Jid::isLid).isPresent()) {
            learn(conversation.getPnJid(), conversation.getId());
        }
    }

    /// What is neither chat nor name.
    void keep(HistorySync rest) {
        if (rest.hasNctSalt()) {
            Bytes salt = Bytes.copyOf(rest.getNctSalt().toByteArray());
            bench.state().updateCredentials(it -> it.withShared(it.shared().withNctSalt(salt)));
        }
        for (InlineContact contact : rest.getInlineContactsList()) {
            learn(contact.getPnJid(), contact.getLidJid());
        }
    }

    Optional<HistoryChunk.Name> name(Pushname name) {
        return jid(name.getId())
                .filter(_ -> !name.getPushname().isEmpty())
                .map(person -> new HistoryChunk.Name(directory.party(person), name.getPushname()));
    }

    Optional<HistoryChunk.HistoryMessage> status(WebMessageInfo info) {
        try {
            return message(Jid.STATUS, info);
        } catch (WireException e) {
            LOG.debug("a status of the history is malformed: {}", e.code());
            return Optional.empty();
        }
    }

    Optional<HistoryChunk.Conversation> chat(Conversation conversation) {
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
        return Optional.of(new HistoryChunk.Conversation(
                directory.party(jid.get()),
                conversation.getName().isEmpty() ? Optional.empty() : Optional.of(conversation.getName()),
                conversation.getUnreadCount(),
                conversation.getArchived(),
                time(conversation.getConversationTimestamp()),
                traits(conversation),
                messages));
    }

    private static HistoryChunk.Traits traits(Conversation conversation) {
        long muteEnd = conversation.getMuteEndTime();
        Optional<Instant> muted = muteEnd < 0 ? Optional.of(Instant.MAX) : time(muteEnd);
        long timer = Integer.toUnsignedLong(conversation.getEphemeralExpiration());
        Optional<Boolean> older = conversation.hasEndOfHistoryTransferType()
                ? Optional.of(
                        switch (conversation.getEndOfHistoryTransferType()) {
                            case COMPLETE_BUT_MORE_MESSAGES_REMAIN_ON_PRIMARY,
                                    COMPLETE_ON_DEMAND_SYNC_BUT_MORE_MSG_REMAIN_ON_PRIMARY -> true;
                            case COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY,
                                    COMPLETE_ON_DEMAND_SYNC_WITH_MORE_MSG_ON_PRIMARY_BUT_NO_ACCESS -> false;
                        })
                : Optional.empty();
        return new HistoryChunk.Traits(
                time(Integer.toUnsignedLong(conversation.getPinned())),
                muted,
                conversation.getMarkedAsUnread(),
                timer == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(timer)),
                older);
    }

    private void keepToken(Jid chat, Conversation conversation) {
        Optional<Instant> at = time(conversation.getTcTokenTimestamp());
        Optional<Instant> issued = time(conversation.getTcTokenSenderTimestamp());
        Optional<Bytes> token = at.filter(_ -> !conversation.getTcToken().isEmpty())
                .map(_ -> Bytes.copyOf(conversation.getTcToken().toByteArray()));
        if (token.isPresent() || issued.isPresent()) {
            tokens.remembered(chat, token, at.orElse(Instant.EPOCH), issued);
        }
    }

    private Optional<HistoryChunk.HistoryMessage> message(Jid chat, WebMessageInfo info) {
        Unwrapped unwrapped = Unwrapped.of(info.getMessage());
        if (!unwrapped.kind().isEntry() || !info.hasKey()) {
            return Optional.empty();
        }
        IncomingMessage message =
                reader.oldEntry(envelope(chat, info), unwrapped, secret(info), info.getPollUpdatesList());
        return Optional.of(new HistoryChunk.HistoryMessage(message, progress(info), info.getStarred()));
    }

    private static Optional<Bytes> secret(WebMessageInfo info) {
        return info.getMessageSecret().isEmpty()
                ? Optional.empty()
                : Optional.of(Bytes.copyOf(info.getMessageSecret().toByteArray()));
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

    private static Optional<MessageStatus> progress(WebMessageInfo info) {
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

    static Optional<Jid> jid(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }
}
