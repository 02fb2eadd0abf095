// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.phone.Outbox.Draft;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.DeviceSentMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyStanzas.Fetched;
import dev.switchboard.wire.stanza.PreKeyStanzas.Wanted;
import dev.switchboard.wire.stanza.RetryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals what a phone says: for every device of the other side and of its own account, or for the one that asked
/// again. Lives on the phone's lane; fetching keys blocks it.
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int MOST_RETRIES = 10;
    private static final int RETRIES_BEFORE_NEW_SESSION = 2;

    private final PhoneContext phone;
    private final Outbox outbox;
    private final PrivacyTokens tokens;

    Sender(PhoneContext phone, Outbox outbox, PrivacyTokens tokens) {
        this.phone = phone;
        this.outbox = outbox;
        this.tokens = tokens;
    }

    /// Sends a message to a person and the own companions with the current step.
    ///
    /// @throws PhoneException.Unreachable if no device of the person has keys
    void send(Jid to, Person recipient, String id, Composition composed) {
        List<Jid> theirs = phone.isSelf(to) ? List.of() : devices(recipient, to);
        List<Jid> ours = devices(phone.self(), to).stream()
                .filter(device -> !phone.isThisPhone(device.device()))
                .toList();
        List<Jid> all = new ArrayList<>(theirs);
        all.addAll(ours);
        openSessions(all);
        if (!phone.isSelf(to) && theirs.stream().noneMatch(this::reachable)) {
            throw new PhoneException.Unreachable();
        }
        Draft draft = outbox.add(id, to, composed);
        List<Node> entries = new ArrayList<>();
        seal(theirs, draft, draft.content(), entries);
        if (!ours.isEmpty()) {
            seal(ours, draft, deviceSent(draft), entries);
        }
        var message = Node.builder("message").attr("to", to).attr("id", id).attr("type", draft.type());
        if (draft.edit() != null) {
            message.attr("edit", draft.edit());
        }
        phone.turn()
                .send(message.child(Node.builder("participants").children(entries))
                        .childIfPresent(tokens.forMessageTo(recipient))
                        .childIfPresent(composed.traits().meta())
                        .build());
        tokens.giveTo(recipient);
    }

    private boolean reachable(Jid device) {
        return phone.sessions().open(phone.people().session(device));
    }

    private List<Jid> devices(Person person, Jid family) {
        Jid bare = person.like(family);
        return phone.people().devices(person).stream().map(bare::withDevice).toList();
    }

    private void seal(List<Jid> devices, Draft draft, Bytes content, List<Node> entries) {
        Optional<String> mediaType = traits(draft).mediaType();
        for (Jid device : devices) {
            Jid session = phone.people().session(device);
            if (phone.sessions().open(session)) {
                Enc enc =
                        enc(session, content).withHideOnFailure(draft.hidden()).withMediaType(mediaType);
                entries.add(Node.builder("to")
                        .attr("jid", device)
                        .child(enc.toNode())
                        .build());
            }
        }
    }

    Enc enc(Jid session, Bytes content) {
        Ciphertext sealed = phone.sessions().encrypt(session, phone.padded(content));
        EncType type = EncType.of(sealed.type().wireName()).orElseThrow();
        return Enc.of(type, sealed.body());
    }

    private static StanzaTraits traits(Draft draft) {
        try {
            return StanzaTraits.of(Message.parseFrom(draft.content().toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was kept cannot be read", e);
        }
    }

    /// What the own companions get: the message together with where it went.
    private static Bytes deviceSent(Draft draft) {
        try {
            Message inner = Message.parseFrom(draft.content().toByteArray());
            Message.Builder outer = Message.newBuilder()
                    .setDeviceSentMessage(DeviceSentMessage.newBuilder()
                            .setDestinationJid(draft.to().toString())
                            .setMessage(inner));
            if (inner.hasMessageContextInfo()) {
                outer.setMessageContextInfo(inner.getMessageContextInfo());
            }
            return Bytes.copyOf(outer.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was kept cannot be read", e);
        }
    }

    /// Seals a message of the phone to one own companion and sends it with the current step; false if it has no keys.
    boolean sendPeer(Jid companion, String id, Bytes content, int retryCount) {
        Jid session = phone.self().lid().withDevice(companion.device());
        openSessions(List.of(session));
        if (!phone.sessions().open(session)) {
            return false;
        }
        phone.turn()
                .send(Node.builder("message")
                        .attr("to", session)
                        .attr("id", id)
                        .attr("type", "text")
                        .attr("category", "peer")
                        .attr("push_priority", "high")
                        .child(enc(session, content).withRetryCount(retryCount).toNode())
                        .build());
        return true;
    }

    /// Answers a device that could not read a message.
    ///
    /// @param device the device as the receipt names it
    /// @param recipient the chat, if it is an own device
    void resend(Jid device, Optional<Jid> recipient, RetryRequest request) {
        Optional<Draft> draft = outbox.find(request.id());
        if (draft.isEmpty() || request.count() > MOST_RETRIES || !addressed(draft.get(), device)) {
            return;
        }
        Jid session = phone.people().session(device);
        renewSession(session, request);
        if (!phone.sessions().open(session)) {
            return;
        }
        boolean own = phone.isSelf(device);
        Bytes content = own ? deviceSent(draft.get()) : draft.get().content();
        var message = Node.builder("message")
                .attr("to", device)
                .attr("id", request.id())
                .attr("type", draft.get().type())
                .attr("device_fanout", false);
        if (draft.get().edit() != null) {
            message.attr("edit", draft.get().edit());
        }
        if (own) {
            message.attr("recipient", recipient.orElse(draft.get().to()));
        }
        Enc enc = enc(session, content)
                .withHideOnFailure(draft.get().hidden())
                .withMediaType(traits(draft.get()).mediaType())
                .withRetryCount(request.count());
        phone.turn().send(message.child(enc.toNode()).build());
    }

    private boolean addressed(Draft draft, Jid device) {
        return phone.isSelf(device)
                || phone.people().chat(device).equals(phone.people().chat(draft.to()));
    }

    /// Makes a session that a device which asked for a message again can read by.
    void renewSession(Jid session, RetryRequest request) {
        if (request.keys().isPresent()) {
            begin(session, request.keys().get());
            return;
        }
        boolean reinstalled =
                phone.sessions().registrationId(session).orElse(request.registrationId()) != request.registrationId();
        if (reinstalled || request.count() > RETRIES_BEFORE_NEW_SESSION) {
            phone.sessions().archive(session);
        }
        openSessions(List.of(session));
    }

    /// Fetches keys for the devices that the phone has no session with. Those the network has no keys for stay without.
    void openSessions(List<Jid> devices) {
        List<Wanted> missing = devices.stream()
                .map(phone.people()::session)
                .filter(session -> !phone.sessions().open(session))
                .distinct()
                .map(session -> new Wanted(session, false))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Node answer = phone.network().request(phone.number(), PreKeyStanzas.fetchRequest("0", missing));
        if (!answer.hasText("type", "result")) {
            return;
        }
        for (Fetched fetched : PreKeyStanzas.fetched(answer)) {
            if (fetched instanceof Fetched.Found(Jid device, KeyBundle bundle)) {
                begin(phone.people().session(device), bundle);
            }
        }
    }

    private void begin(Jid session, KeyBundle keys) {
        try {
            phone.sessions()
                    .begin(
                            session,
                            phone.identity(),
                            new PreKeyBundle(
                                    keys.registrationId(), keys.identity(), keys.signedPreKey(), keys.preKey()));
        } catch (WireException e) {
            LOG.warn("a device's keys are of no use: {}", e.code());
        }
    }
}
