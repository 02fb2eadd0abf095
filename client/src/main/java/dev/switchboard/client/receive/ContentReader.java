// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.addon.AddOnReader;
import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingContext;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PollUpdate;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns decrypted messages into events. Says nothing of messages that are machinery; of everything else it tells, if
/// only that it is not understood here.
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

    /// Who may take back what others wrote in a group.
    @FunctionalInterface
    public interface Administrators {
        boolean administers(Jid group, Party member);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);

    private final DeviceDirectory directory;
    private final Administrators administrators;
    private final Parents parents;
    private final Targets targets;
    private final ContextReader contexts;
    private final HiddenReader hidden;
    private final OldVotes oldVotes;

    public ContentReader(DeviceDirectory directory, Parents parents, Administrators administrators) {
        this.directory = directory;
        this.administrators = administrators;
        this.parents = parents;
        this.targets = new Targets(directory);
        this.contexts = new ContextReader(directory);
        this.hidden = new HiddenReader(targets, new AddOnReader(parents), this);
        this.oldVotes = new OldVotes(directory);
    }

    /// The event for a message of a chat; empty for machinery.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if it has too many envelopes
    public Optional<ClientEvent> read(Envelope envelope, Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        Message content = unwrapped.content();
        return switch (unwrapped.kind()) {
            case EDIT -> edit(envelope, content);
            case REVOKE -> revoke(envelope, content.getProtocolMessage().getKey());
            case REACTION -> reaction(envelope, content.getReactionMessage());
            case PIN ->
                targets.any(envelope, content.getPinInChatMessage().getKey())
                        .map(target -> AddedEvents.pinned(chat(envelope), envelope, target, unwrapped));
            case KEEP ->
                targets.any(envelope, content.getKeepInChatMessage().getKey())
                        .map(target -> AddedEvents.kept(chat(envelope), envelope, target, content));
            case TIMER -> timer(envelope, content.getProtocolMessage());
            case POLL_VOTE, POLL_ADD_OPTION, EVENT_RESPONSE, ENCRYPTED_REACTION, ENCRYPTED_COMMENT, ENCRYPTED_EDIT ->
                Optional.of(hidden.read(envelope, unwrapped)
                        .orElseGet(() -> new ClientEvent.MessageReceived(entry(envelope, unwrapped))));
            default ->
                unwrapped.kind().isProtocol()
                        ? Optional.empty()
                        : Optional.of(new ClientEvent.MessageReceived(entry(envelope, unwrapped)));
        };
    }

    Party chat(Envelope envelope) {
        return directory.party(envelope.chat());
    }

    private Optional<ClientEvent> reaction(Envelope envelope, ReactionMessage reaction) {
        return targets.any(envelope, reaction.getKey())
                .map(target -> new ClientEvent.ReactionChanged(
                        chat(envelope),
                        target,
                        envelope.sender(),
                        envelope.fromMe(),
                        reaction.getText(),
                        envelope.timestamp()));
    }

    private Optional<ClientEvent> edit(Envelope envelope, Message content) {
        Optional<MessageRef> target =
                targets.own(envelope, content.getProtocolMessage().getKey());
        if (target.isEmpty()) {
            LOG.warn("dropped an edit that came from somebody else than the message's author");
        }
        return target.map(
                own -> edited(envelope, own, content.getProtocolMessage().getEditedMessage()));
    }

    ClientEvent edited(Envelope envelope, MessageRef target, Message replacement) {
        Message now = Unwrapped.of(replacement).content();
        return new ClientEvent.MessageEdited(
                chat(envelope),
                target,
                envelope.sender(),
                envelope.fromMe(),
                MessageText.of(now),
                Bytes.copyOf(now.toByteArray()),
                envelope.id(),
                envelope.timestamp());
    }

    private Optional<ClientEvent> revoke(Envelope envelope, MessageKey key) {
        Optional<MessageRef> target = targets.own(envelope, key).or(() -> othersInGroup(envelope, key));
        if (target.isEmpty()) {
            LOG.warn("dropped a deletion that came from somebody who may not delete the message");
        }
        return target.map(revoked -> new ClientEvent.MessageRevoked(
                chat(envelope), revoked, envelope.sender(), envelope.fromMe(), envelope.timestamp()));
    }

    private Optional<MessageRef> othersInGroup(Envelope envelope, MessageKey key) {
        boolean may = envelope.chat().isGroup()
                && (envelope.fromMe() || administrators.administers(envelope.chat(), envelope.sender()));
        return may ? targets.any(envelope, key) : Optional.empty();
    }

    private Optional<ClientEvent> timer(Envelope envelope, ProtocolMessage protocol) {
        boolean person = envelope.chat().isPn() || envelope.chat().isLid();
        if (!person || protocol.getType() != ProtocolMessage.Type.EPHEMERAL_SETTING) {
            return Optional.empty();
        }
        return Optional.of(new ClientEvent.ChatTimerChanged(
                chat(envelope),
                envelope.sender(),
                envelope.fromMe(),
                Values.seconds(protocol.getEphemeralExpiration()).orElse(Duration.ZERO),
                envelope.timestamp()));
    }

    /// A message of a chat as an entry, whatever it is. Its secret is kept for what may be added to it.
    public IncomingMessage entry(Envelope envelope, Unwrapped unwrapped) {
        parents.keep(envelope.chat(), envelope.id(), envelope.sender().jid(), unwrapped, Optional.empty());
        return described(envelope, unwrapped);
    }

    /// A message out of the history as an entry.
    ///
    /// @param secret its secret, where it is told beside the message
    /// @param votes what was voted in it, if it is a poll
    public IncomingMessage oldEntry(
            Envelope envelope, Unwrapped unwrapped, Optional<Bytes> secret, List<PollUpdate> votes) {
        Jid author = envelope.sender().jid();
        parents.keepOld(
                envelope.chat(), envelope.id(), author, unwrapped, secret, oldVotes.read(envelope, unwrapped, votes));
        return described(envelope, unwrapped);
    }

    private IncomingMessage described(Envelope envelope, Unwrapped unwrapped) {
        return entry(
                envelope,
                unwrapped,
                BodyReader.read(unwrapped),
                contexts.read(envelope.chat(), envelope.sender(), unwrapped));
    }

    IncomingMessage entry(Envelope envelope, Unwrapped unwrapped, IncomingContent body, IncomingContext context) {
        Message content = unwrapped.content();
        return new IncomingMessage(
                envelope.id(),
                chat(envelope),
                envelope.sender(),
                envelope.senderDevice(),
                envelope.fromMe(),
                envelope.timestamp(),
                envelope.pushName(),
                unwrapped.kind(),
                MessageText.of(content),
                context.quoted().map(IncomingContext.Quoted::message),
                Bytes.copyOf(content.toByteArray()),
                envelope.offline(),
                body,
                context);
    }

    /// A message that cannot be shown (yet).
    public IncomingMessage placeholder(Envelope envelope) {
        return new IncomingMessage(
                envelope.id(),
                chat(envelope),
                envelope.sender(),
                envelope.senderDevice(),
                envelope.fromMe(),
                envelope.timestamp(),
                envelope.pushName(),
                MessageKind.PLACEHOLDER,
                Optional.empty(),
                Optional.empty(),
                Bytes.EMPTY,
                envelope.offline(),
                new IncomingContent.Placeholder(),
                IncomingContext.NONE);
    }
}
