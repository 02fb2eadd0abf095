// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.ReactionMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns decrypted messages into events. Says nothing of messages that are machinery.
public final class ContentReader {

    /// What is known of a message beside its content.
    ///
    /// @param chat the chat
    /// @param sender who wrote it
    /// @param senderDevice from which device
    public record Envelope(
            String id,
            Jid chat,
            Party sender,
            int senderDevice,
            boolean fromMe,
            Instant timestamp,
            Optional<String> pushName,
            boolean offline) {}

    private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);

    private final DeviceDirectory directory;

    public ContentReader(DeviceDirectory directory) {
        this.directory = directory;
    }

    /// The event for a message of a chat; empty for machinery.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if it has too many envelopes
    public Optional<ClientEvent> read(Envelope envelope, Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        Message content = unwrapped.content();
        return switch (unwrapped.kind()) {
            case EDIT ->
                ownTarget(envelope, content.getProtocolMessage().getKey())
                        .map(target -> edited(envelope, target, content));
            case REVOKE ->
                ownTarget(envelope, content.getProtocolMessage().getKey())
                        .map(target -> new ClientEvent.MessageRevoked(
                                directory.party(envelope.chat()),
                                target,
                                envelope.sender(),
                                envelope.fromMe(),
                                envelope.timestamp()));
            case REACTION -> {
                ReactionMessage reaction = content.getReactionMessage();
                yield target(envelope, reaction.getKey())
                        .map(target -> new ClientEvent.ReactionChanged(
                                directory.party(envelope.chat()),
                                target,
                                envelope.sender(),
                                envelope.fromMe(),
                                reaction.getText(),
                                envelope.timestamp()));
            }
            default ->
                unwrapped.kind().isProtocol()
                        ? Optional.empty()
                        : Optional.of(new ClientEvent.MessageReceived(entry(envelope, unwrapped)));
        };
    }

    private ClientEvent edited(Envelope envelope, MessageRef target, Message content) {
        Message now =
                Unwrapped.of(content.getProtocolMessage().getEditedMessage()).content();
        return new ClientEvent.MessageEdited(
                directory.party(envelope.chat()),
                target,
                envelope.sender(),
                envelope.fromMe(),
                MessageText.of(now),
                Bytes.copyOf(now.toByteArray()),
                envelope.id(),
                envelope.timestamp());
    }

    /// A message of a chat as an entry, whatever it is.
    public IncomingMessage entry(Envelope envelope, Unwrapped unwrapped) {
        Message content = unwrapped.content();
        return new IncomingMessage(
                envelope.id(),
                directory.party(envelope.chat()),
                envelope.sender(),
                envelope.senderDevice(),
                envelope.fromMe(),
                envelope.timestamp(),
                envelope.pushName(),
                unwrapped.kind(),
                MessageText.of(content),
                quoted(envelope, content),
                Bytes.copyOf(content.toByteArray()),
                envelope.offline());
    }

    /// A message that cannot be shown (yet).
    public IncomingMessage placeholder(Envelope envelope) {
        return new IncomingMessage(
                envelope.id(),
                directory.party(envelope.chat()),
                envelope.sender(),
                envelope.senderDevice(),
                envelope.fromMe(),
                envelope.timestamp(),
                envelope.pushName(),
                MessageKind.PLACEHOLDER,
                Optional.empty(),
                Optional.empty(),
                Bytes.EMPTY,
                envelope.offline());
    }

    private Optional<MessageRef> quoted(Envelope envelope, Message content) {
        MessageContext context = MessageContext.of(content);
        return context.quotedId().map(id -> {
            Optional<Jid> author = context.quotedAuthor().map(Jid::normalized);
            Jid chat = context.quotedChat().orElse(envelope.chat());
            boolean mine = author.map(directory::isSelf).orElse(false);
            return new MessageRef(chat, id, mine, author);
        });
    }

    /// The message of the sender's own that a reference means; empty if it means somebody else's, which nobody but its
    /// author may change.
    private Optional<MessageRef> ownTarget(Envelope envelope, MessageKey key) {
        boolean own = key.getFromMe()
                || MessageKeys.participant(key)
                        .map(Jid::normalized)
                        .filter(author -> wrote(envelope, author))
                        .isPresent();
        if (!own) {
            LOG.warn("dropped a change of a message that came from somebody else than its author");
            return Optional.empty();
        }
        Optional<Jid> author = envelope.fromMe()
                ? Optional.empty()
                : Optional.of(envelope.sender().jid());
        return Optional.of(key.getId())
                .filter(id -> !id.isEmpty())
                .map(id -> new MessageRef(envelope.chat(), id, envelope.fromMe(), author));
    }

    private boolean wrote(Envelope envelope, Jid author) {
        Party sender = envelope.sender();
        return envelope.fromMe()
                ? directory.isSelf(author)
                : Stream.of(Optional.of(sender.jid()), sender.pn(), sender.lid())
                        .flatMap(Optional::stream)
                        .anyMatch(author::equals);
    }

    /// The message a reference means, seen from here: peers write "from me" when they mean themselves.
    private Optional<MessageRef> target(Envelope envelope, MessageKey key) {
        if (!key.hasId() || key.getId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Jid> participant = MessageKeys.participant(key).map(Jid::normalized);
        boolean mine;
        if (key.getFromMe()) {
            mine = envelope.fromMe();
        } else if (participant.isPresent()) {
            mine = directory.isSelf(participant.get());
        } else {
            mine = !envelope.fromMe();
        }
        Optional<Jid> author = mine
                ? Optional.empty()
                : participant.or(
                        () -> key.getFromMe() ? Optional.of(envelope.sender().jid()) : Optional.empty());
        return Optional.of(new MessageRef(envelope.chat(), key.getId(), mine, author));
    }
}
