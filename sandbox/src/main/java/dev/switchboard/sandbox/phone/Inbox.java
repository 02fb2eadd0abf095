// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.phone.ChatHistory.Origin;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.CiphertextType;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.RetryReason;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.IncomingMessage;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what is addressed to a phone, keeps its history by it, and asks again for what does not open. Lives on the
/// phone's lane.
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int MOST_RETRIES = 5;
    private static final int REMEMBERED_RETRIES = 1_000;

    private final PhoneContext phone;
    private final ChatHistory history;
    private final Map<Origin, Integer> retries = new LinkedHashMap<>();
    private final EntryExtras extras;
    private final Set<Jid> offeredKeys = new HashSet<>();

    /// What became of a message.
    sealed interface Outcome {

        /// A new message is in the history.
        ///
        /// @param entry as it was added
        /// @param replyTo the sender as it addressed itself, or the group
        record Arrived(HistoryEntry entry, Jid replyTo, Optional<Jid> participant) implements Outcome {}

        /// One of the own companions tells the phone something.
        record Peer(Jid companion, String id, Message message) implements Outcome {}

        /// Nothing that calls for more.
        record Settled() implements Outcome {}
    }

    private static final Outcome SETTLED = new Outcome.Settled();

    /// Where a message comes from and belongs.
    ///
    /// @param stanza the stanza
    /// @param chat the chat it belongs to
    /// @param author who wrote it
    /// @param session the device that sealed it
    private record Envelope(IncomingMessage stanza, Jid chat, Jid author, Jid session, boolean fromMe) {

        Origin origin() {
            return new Origin(stanza.id(), author.user(), session.device());
        }
    }

    Inbox(PhoneContext phone, ChatHistory history, EntryExtras extras) {
        this.phone = phone;
        this.history = history;
        this.extras = extras;
    }

    /// Takes in a message.
    Outcome take(IncomingMessage stanza) {
        Envelope envelope = envelope(stanza);
        Outcome outcome = SETTLED;
        for (Enc enc : stanza.encs()) {
            try {
                outcome =
                        opened(envelope, MessageCodec.decode(open(envelope, enc).toByteArray()));
            } catch (DecryptFailed failure) {
                if (!(failure.reason() instanceof DecryptFailed.Reason.DuplicateMessage)) {
                    failed(envelope, enc, failure);
                }
            } catch (WireException malformed) {
                LOG.warn("a message opened but cannot be read: {}", malformed.code());
                keep(envelope, EntryKind.UNSUPPORTED, Bytes.EMPTY);
            }
        }
        return outcome;
    }

    /// Takes in what was posted in a newsletter, which nobody seals.
    ///
    /// @param own whether a companion of the account posted it
    void takePost(IncomingMessage stanza, boolean own) {
        Jid chat = stanza.source().from();
        Envelope envelope = new Envelope(stanza, chat, own ? phone.self().pn() : chat, chat, own);
        Bytes bytes = stanza.plaintext().orElse(Bytes.EMPTY);
        Optional<HistoryEntry> known = history.find(chat, stanza.id());
        Optional<String> edit = stanza.edit();
        if (edit.filter(StanzaTraits.EDIT_ADMIN_REVOKE::equals).isPresent()) {
            known.ifPresent(entry -> history.change(entry, HistoryEntry::takenBack));
            return;
        }
        Unwrapped post = Unwrapped.of(MessageCodec.parse(bytes.toByteArray()));
        Bytes content = Bytes.copyOf(post.content().toByteArray());
        if (known.isPresent() && edit.isPresent()) {
            history.change(known.get(), entry -> entry.editedTo(content));
        } else {
            keep(envelope, EntryKind.of(post.kind()), content);
        }
    }

    private Envelope envelope(IncomingMessage stanza) {
        IncomingMessage.Source source = stanza.source();
        Jid sender = source.sender();
        boolean fromMe = phone.isSelf(sender);
        Jid chat = source.participant().isPresent()
                ? source.from()
                : fromMe ? source.recipient().orElse(sender) : sender;
        return new Envelope(
                stanza,
                phone.people().chat(chat),
                phone.people().chat(sender),
                phone.people().session(sender),
                fromMe);
    }

    private Bytes open(Envelope envelope, Enc enc) {
        return switch (enc.type()) {
            case MESSAGE -> open(envelope, CiphertextType.MESSAGE, enc);
            case PRE_KEY_MESSAGE -> open(envelope, CiphertextType.PREKEY, enc);
            case SENDER_KEY_MESSAGE ->
                phone.sessions().decryptGroup(envelope.chat(), envelope.session(), enc.payload());
            case MESSAGE_SECRET ->
                throw new DecryptFailed(
                        new DecryptFailed.Reason.Malformed(), "a bot's message, which phones do not open");
        };
    }

    private Bytes open(Envelope envelope, CiphertextType type, Enc enc) {
        return phone.sessions().decrypt(envelope.session(), phone.identity(), new Ciphertext(type, enc.payload()));
    }

    private Outcome opened(Envelope envelope, Message message) {
        retries.remove(envelope.origin());
        offeredKeys.remove(envelope.session());
        Unwrapped unwrapped = Unwrapped.of(message);
        unwrapped
                .senderKey()
                .ifPresent(key -> phone.sessions()
                        .learn(
                                envelope.chat(),
                                envelope.session(),
                                Bytes.copyOf(key.getAxolotlSenderKeyDistributionMessage()
                                        .toByteArray())));
        if (envelope.fromMe() && envelope.stanza().isPeer()) {
            return new Outcome.Peer(envelope.session(), envelope.stanza().id(), unwrapped.content());
        }
        return apply(addressed(envelope, unwrapped), MessageMeaning.of(unwrapped));
    }

    /// The chat of an own message is what its sealed part says.
    private Envelope addressed(Envelope envelope, Unwrapped message) {
        Optional<Jid> destination = message.deviceSent().flatMap(Unwrapped.DeviceSent::destination);
        return envelope.fromMe() && destination.isPresent()
                ? new Envelope(
                        envelope.stanza(),
                        phone.people().chat(destination.get()),
                        envelope.author(),
                        envelope.session(),
                        true)
                : envelope;
    }

    private Outcome apply(Envelope envelope, MessageMeaning meaning) {
        return switch (meaning) {
            case MessageMeaning.Content(EntryKind kind, Message content) ->
                keep(envelope, kind, Bytes.copyOf(content.toByteArray()));
            case MessageMeaning.Edit(String id, Message content) -> {
                Bytes bytes = Bytes.copyOf(content.toByteArray());
                target(envelope, id)
                        .filter(entry -> entry.author().equals(envelope.author()))
                        .ifPresent(entry -> history.change(entry, old -> old.revoked() ? old : old.editedTo(bytes)));
                yield mended(envelope);
            }
            case MessageMeaning.Revoke(String id) -> {
                target(envelope, id)
                        .filter(entry -> entry.author().equals(envelope.author())
                                || envelope.chat().isGroup())
                        .ifPresent(entry -> history.change(entry, HistoryEntry::takenBack));
                yield mended(envelope);
            }
            case MessageMeaning.Reaction(String id, String emoji) -> {
                target(envelope, id)
                        .ifPresent(entry ->
                                history.change(entry, old -> old.withReaction(emoji.isEmpty() ? null : emoji)));
                yield mended(envelope);
            }
            case MessageMeaning.Vote(String id, PollUpdateMessage update) -> {
                target(envelope, id).ifPresent(poll -> extras.voted(poll, envelope.author(), update));
                yield mended(envelope);
            }
            case MessageMeaning.Silent() -> mended(envelope);
        };
    }

    private Optional<HistoryEntry> target(Envelope envelope, String id) {
        return history.find(envelope.chat(), id);
    }

    private Outcome keep(Envelope envelope, EntryKind kind, Bytes content) {
        Optional<HistoryEntry> known = history.find(envelope.origin());
        if (known.isEmpty()) {
            HistoryEntry added = history.add(entry(envelope, kind, content));
            return arrived(envelope, added);
        }
        if (known.get().kind() == EntryKind.UNDECRYPTABLE) {
            history.change(known.get(), entry -> entry.mended(kind, content));
            return arrived(envelope, history.find(envelope.origin()).orElseThrow());
        }
        history.change(known.get(), HistoryEntry::withCopy);
        return SETTLED;
    }

    private Outcome arrived(Envelope envelope, HistoryEntry entry) {
        extras.arrived(entry);
        IncomingMessage.Source source = envelope.stanza().source();
        return new Outcome.Arrived(entry, source.from().bare(), source.participant());
    }

    /// A message that changes another one opened at last: it is no hole in the history any more.
    private Outcome mended(Envelope envelope) {
        history.find(envelope.origin())
                .filter(entry -> entry.kind() == EntryKind.UNDECRYPTABLE)
                .ifPresent(entry -> history.change(entry, hole -> hole.mended(EntryKind.UNSUPPORTED, Bytes.EMPTY)));
        return SETTLED;
    }

    private static HistoryEntry entry(Envelope envelope, EntryKind kind, Bytes content) {
        return new HistoryEntry(
                0,
                envelope.stanza().id(),
                envelope.chat(),
                envelope.author(),
                envelope.session().device(),
                envelope.fromMe(),
                envelope.stanza().timestamp().toEpochMilli(),
                kind,
                content,
                1,
                null,
                false,
                false,
                envelope.fromMe() ? MessageStatus.SENT : MessageStatus.DELIVERED);
    }

    private void failed(Envelope envelope, Enc enc, DecryptFailed failure) {
        IncomingMessage stanza = envelope.stanza();
        if (!enc.hideOnFailure()
                && !stanza.isPeer()
                && history.find(envelope.origin()).isEmpty()) {
            history.add(entry(envelope, EntryKind.UNDECRYPTABLE, Bytes.EMPTY));
        }
        int count = retries.merge(envelope.origin(), 1, Integer::sum);
        if (retries.size() > REMEMBERED_RETRIES) {
            retries.remove(retries.keySet().iterator().next());
        }
        LOG.info("a phone cannot open a message, time {}: {}", count, failure.code());
        if (count > MOST_RETRIES) {
            return;
        }
        // A client whose session is damaged seals all that follows with it too: the first failure gives it the means to
        // begin anew.
        boolean withKeys = offeredKeys.add(envelope.session()) || count > 1;
        RetryRequest request = new RetryRequest(
                stanza.id(),
                count,
                Optional.of(stanza.timestamp()),
                RetryReason.of(failure.reason()).code(),
                phone.identity().registrationId(),
                withKeys ? Optional.of(freshKeys()) : Optional.empty());
        IncomingMessage.Source source = stanza.source();
        Route back =
                Route.to(source.from()).withParticipant(source.participant()).withRecipient(source.recipient());
        phone.turn()
                .send(Receipt.retry(back, request)
                        .withCategory(stanza.category())
                        .toNode());
    }

    private KeyBundle freshKeys() {
        PhoneIdentity identity = phone.identity();
        PreKey oneTime = identity.preKeys(phone.counters().takePreKeyIds(1), 1).getFirst();
        return new KeyBundle(
                identity.registrationId(),
                identity.keyPair().publicKey(),
                identity.signedPreKey().publicPreKey(),
                Optional.of(oneTime.publicPreKey()),
                Optional.empty());
    }
}
