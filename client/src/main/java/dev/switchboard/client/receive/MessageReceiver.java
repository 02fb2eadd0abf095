// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.login.PreKeyUpkeep;
import dev.switchboard.client.receive.ContentReader.Envelope;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.send.SessionOpener;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.SenderKeyDistributionMessage;
import dev.switchboard.wire.signal.RetryReason;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.IncomingMessage;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes messages in: decrypts, tells the owner, and answers the server once both are durable.
public final class MessageReceiver {

    /// What the own phone sends this device alone.
    public interface PhoneMessages {

        /// Takes a message in.
        ///
        /// @param id the message's id
        /// @return what to tell the phone beside that it arrived
        Optional<ReceiptType> take(String id, Message content, MessageKind kind);
    }

    /// Whether the owner shows the account as online.
    @FunctionalInterface
    public interface Availability {
        boolean available();
    }

    private static final Logger LOG = LoggerFactory.getLogger(MessageReceiver.class);

    /// What came of the ciphertexts of one message.
    private static final class Opening {
        final List<Message> messages = new ArrayList<>();

        @Nullable
        RetryReason failure;

        boolean malformed;
        boolean hide;
    }

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final Decryption decryption;
    private final RetryAsker retries;
    private final ContentReader reader;
    private final PhoneMessages phoneMessages;
    private final Availability availability;

    /// What a receiver works with.
    public record Parts(
            DeviceDirectory directory,
            SessionOpener sessions,
            PreKeyUpkeep preKeys,
            PhoneRequests phone,
            ContentReader reader) {}

    public MessageReceiver(Workbench bench, Parts parts, PhoneMessages phoneMessages, Availability availability) {
        this.bench = bench;
        this.directory = parts.directory();
        this.decryption = new Decryption(bench, parts.sessions());
        this.retries = new RetryAsker(bench, parts.preKeys(), parts.phone());
        this.reader = parts.reader();
        this.phoneMessages = phoneMessages;
        this.availability = availability;
    }

    /// Takes a `<message>` in.
    public void message(Node stanza) {
        IncomingMessage message = IncomingMessage.of(stanza);
        if (message.source().from().isNewsletter()) {
            bench.send(Ack.replyTo(stanza).toNode());
            return;
        }
        Account account = bench.state().account();
        Origin origin = Origin.of(message.source(), account, directory);
        if (message.encs().isEmpty()) {
            unreadable(stanza, message, origin);
            return;
        }
        Opening opening = open(message, origin);
        RetryReason failure = opening.failure;
        if (failure != null) {
            undecryptable(stanza, message, origin, opening, failure);
            return;
        }
        Optional<ReceiptType> more = Optional.empty();
        boolean fresh = opening.messages.isEmpty() || retries.resolved(origin.user(), message.id());
        if (fresh) {
            more = takeAll(message, origin, opening);
        }
        if (opening.malformed && !opening.hide && !message.isPeer()) {
            tellPlaceholder(message, origin, "malformed");
        }
        acknowledge(stanza, message, origin, opening.malformed, more);
    }

    /// What does not make sense is dropped; the ratchet has moved on all the same.
    private Optional<ReceiptType> takeAll(IncomingMessage message, Origin origin, Opening opening) {
        List<ReceiptType> more = new ArrayList<>(1);
        for (Message opened : opening.messages) {
            try {
                bench.attempt(() -> take(message, origin, opened).ifPresent(more::add));
            } catch (WireException e) {
                LOG.debug("content is malformed: {}", e.code());
                opening.malformed = true;
            }
        }
        return more.stream().findFirst();
    }

    private Opening open(IncomingMessage message, Origin origin) {
        Opening opening = new Opening();
        for (Enc enc : pairwiseFirst(message.encs())) {
            opening.hide |= enc.hideOnFailure();
            try {
                Optional<Bytes> plaintext = open(message, origin, enc);
                if (plaintext.isPresent()) {
                    Message opened = MessageCodec.decode(plaintext.get().toByteArray());
                    learnSenderKey(origin, opened);
                    opening.messages.add(opened);
                    settled(opening, enc);
                }
            } catch (DecryptFailed e) {
                if (e.reason() instanceof DecryptFailed.Reason.DuplicateMessage) {
                    settled(opening, enc);
                }
                if (!(e.reason() instanceof DecryptFailed.Reason.DuplicateMessage)) {
                    LOG.debug("message does not open: {}", e.code());
                    opening.failure = RetryReason.of(e.reason());
                }
            } catch (PairingFailed e) {
                LOG.debug("device is not vouched for: {}", e.code());
                opening.failure = RetryReason.ADV_FAILURE;
            } catch (MalformedMessage e) {
                LOG.debug("message is malformed: {}", e.code());
                opening.malformed = true;
            }
        }
        return opening;
    }

    /// What comes pairwise may hold the key to what the group gets.
    private static List<Enc> pairwiseFirst(List<Enc> encs) {
        return encs.stream()
                .sorted(Comparator.comparing(enc -> enc.type() == EncType.SENDER_KEY_MESSAGE))
                .toList();
    }

    /// A group's message that was read needs no key of its sender any more.
    private static void settled(Opening opening, Enc enc) {
        if (enc.type() == EncType.SENDER_KEY_MESSAGE) {
            opening.failure = null;
        }
    }

    private Optional<Bytes> open(IncomingMessage message, Origin origin, Enc enc) {
        return switch (enc.type()) {
            case MESSAGE, PRE_KEY_MESSAGE ->
                Optional.of(decryption.open(origin.device(), enc, message.deviceIdentity()));
            case SENDER_KEY_MESSAGE ->
                Optional.of(decryption.openInGroup(message.source().from(), origin.device(), enc));
            case MESSAGE_SECRET -> Optional.empty();
        };
    }

    private void learnSenderKey(Origin origin, Message opened) {
        Optional<SenderKeyDistributionMessage> key = Unwrapped.of(opened).senderKey();
        if (key.isEmpty()) {
            return;
        }
        try {
            decryption.learnSenderKey(
                    Jid.parse(key.get().getGroupId()),
                    origin.device(),
                    Bytes.copyOf(
                            key.get().getAxolotlSenderKeyDistributionMessage().toByteArray()));
        } catch (WireException e) {
            LOG.debug("sender key is unusable: {}", e.code());
        }
    }

    private Optional<ReceiptType> take(IncomingMessage message, Origin origin, Message opened) {
        Unwrapped unwrapped = Unwrapped.of(opened);
        if (unwrapped.kind().isFromOwnPhoneOnly()) {
            if (!origin.ownPhone()) {
                LOG.warn("dropped a {} that did not come from the own phone", unwrapped.kind());
                return Optional.empty();
            }
            return phoneMessages.take(message.id(), unwrapped.content(), unwrapped.kind());
        }
        Jid chat = origin.own()
                ? unwrapped
                        .deviceSent()
                        .flatMap(Unwrapped.DeviceSent::destination)
                        .map(Jid::normalized)
                        .orElse(origin.chat())
                : origin.chat();
        if (unwrapped.deviceSent().isPresent() && !origin.own()) {
            LOG.warn("dropped a copy of an own message that came from somebody else");
            return Optional.empty();
        }
        reader.read(envelope(message, origin, chat), opened).ifPresent(bench::emit);
        return Optional.empty();
    }

    private static Envelope envelope(IncomingMessage message, Origin origin, Jid chat) {
        return new Envelope(
                message.id(),
                chat,
                origin.sender(),
                origin.device().device(),
                origin.own(),
                message.timestamp(),
                message.pushName(),
                message.offline().isPresent());
    }

    private void undecryptable(
            Node stanza, IncomingMessage message, Origin origin, Opening opening, RetryReason failure) {
        bench.send(Ack.replyTo(stanza).toNode());
        boolean first = retries.ask(stanza, message, origin, failure);
        if (first && !opening.hide && !message.isPeer()) {
            tellPlaceholder(message, origin, "retry-" + failure.name().toLowerCase(Locale.ROOT));
        }
    }

    private void unreadable(Node stanza, IncomingMessage message, Origin origin) {
        bench.send(Ack.replyTo(stanza).toNode());
        if (message.unavailable().isPresent()) {
            tellPlaceholder(
                    message, origin, "unavailable-" + message.unavailable().get());
            retries.noteUnavailable(message, origin);
        }
    }

    private void tellPlaceholder(IncomingMessage message, Origin origin, String reason) {
        bench.emit(new ClientEvent.MessageUndecryptable(
                reader.placeholder(envelope(message, origin, origin.chat())), reason));
    }

    private void acknowledge(
            Node stanza, IncomingMessage message, Origin origin, boolean malformed, Optional<ReceiptType> more) {
        if (malformed) {
            bench.send(Ack.replyTo(stanza).withError(491).toNode());
            return;
        }
        ReceiptType type;
        if (message.isPeer()) {
            type = ReceiptType.PEER_MESSAGE;
        } else if (origin.own()) {
            type = ReceiptType.SENDER;
        } else {
            type = availability.available() ? ReceiptType.DELIVERED : ReceiptType.INACTIVE;
        }
        Route route = Route.backTo(stanza);
        bench.send(Receipt.of(type, message.id(), route).toNode());
        more.ifPresent(extra -> bench.send(Receipt.of(
                        extra,
                        message.id(),
                        Route.to(bench.state().account().pn().bare()))
                .toNode()));
    }

    /// The connection takes stanzas: goes on with what was left.
    public void resume() {
        retries.resume();
    }

    /// The own phone sent a message that could not be read before.
    ///
    /// @param user who wrote it
    /// @return whether it had not been delivered by then
    public boolean recovered(Jid user, String id) {
        Jid known = directory.isSelf(user)
                ? bench.state().account().lid().bare()
                : directory.lid(user).orElse(user.normalized());
        return retries.resolved(known, id);
    }
}
