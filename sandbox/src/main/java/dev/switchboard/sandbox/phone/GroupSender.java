// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.phone.GroupBook.Known;
import dev.switchboard.sandbox.phone.Outbox.Draft;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.SenderKeyDistributionMessage;
import dev.switchboard.wire.signal.SenderKeyDistribution;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.RetryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Seals what a phone says in groups: once for all, with a key that every device is given by a message of its own. When
/// somebody is gone who has the key, there is a new one. Lives on the phone's lane; fetching keys blocks it.
final class GroupSender {

    private static final String HOLDERS = "group-key/";
    private static final int VERSION = 1;
    private static final int MOST_RETRIES = 10;

    private final PhoneContext phone;
    private final Outbox outbox;
    private final Sender sender;
    private final GroupBook groups;
    private final Map<Jid, Set<Jid>> holders = new HashMap<>();

    GroupSender(PhoneContext phone, Outbox outbox, Sender sender, GroupBook groups) {
        this.phone = phone;
        this.outbox = outbox;
        this.sender = sender;
        this.groups = groups;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, record) -> {
            if (key.startsWith(HOLDERS)) {
                Set<Jid> devices =
                        new LinkedHashSet<>(new RecordReader(record, VERSION).list(fields -> Jid.parse(fields.text())));
                holders.put(Jid.parse(key.substring(HOLDERS.length())), devices);
            }
        });
    }

    /// Forgets the keys that were handed out, as a new installation does.
    void clear() {
        holders.keySet().forEach(group -> phone.turn().remove(HOLDERS + group));
        holders.clear();
    }

    /// Sends a message to a group with the current step.
    ///
    /// @throws PhoneException.Refused if the phone is not in the group
    void send(Jid to, String id, Composition composed) {
        Known group = groups.require(to);
        List<Jid> devices = devices(group);
        Set<Jid> sessions = new LinkedHashSet<>(
                devices.stream().map(phone.people()::session).toList());
        boolean fresh = renewIfSomebodyIsGone(to, sessions);
        List<Node> entries = handOut(to, devices, fresh);
        Draft draft = outbox.add(id, to, composed);
        Bytes sealed = phone.sessions().encryptGroup(to, ownAddress(), phone.padded(draft.content()));
        NodeBuilder message = Node.builder("message")
                .attr("to", to)
                .attr("id", id)
                .attr("type", draft.type())
                .attr("addressing_mode", group.addressing().wireName())
                .attr("phash", hash(group, devices));
        if (draft.edit() != null) {
            message.attr("edit", draft.edit());
        }
        if (!entries.isEmpty()) {
            message.child(Node.builder("participants").children(entries));
        }
        Enc enc = Enc.of(EncType.SENDER_KEY_MESSAGE, sealed)
                .withHideOnFailure(draft.hidden())
                .withMediaType(composed.traits().mediaType());
        phone.turn()
                .send(message.child(enc.toNode())
                        .childIfPresent(composed.traits().meta())
                        .build());
    }

    /// Every device of every member but this phone, as the group names it.
    private List<Jid> devices(Known group) {
        List<Jid> all = new ArrayList<>();
        for (Person member : group.members()) {
            for (int device : phone.people().devices(member)) {
                if (!phone.isSelf(member.pn()) || !phone.isThisPhone(device)) {
                    all.add(group.nameOf(member).withDevice(device));
                }
            }
        }
        return all;
    }

    private Jid ownAddress() {
        return phone.self().lid();
    }

    private String hash(Known group, List<Jid> devices) {
        List<Jid> all = new ArrayList<>(devices);
        all.add(group.nameOf(phone.self()));
        return DeviceListHash.of(all);
    }

    private boolean renewIfSomebodyIsGone(Jid group, Set<Jid> present) {
        Set<Jid> having = holders.get(group);
        boolean usable = having != null
                && present.containsAll(having)
                && phone.sessions().hasSenderKey(group, ownAddress());
        if (usable) {
            return false;
        }
        phone.sessions().renewSenderKey(group, ownAddress());
        holders.put(group, new LinkedHashSet<>());
        return true;
    }

    /// The key for those devices that do not have it yet and can be written to.
    private List<Node> handOut(Jid group, List<Jid> devices, boolean fresh) {
        Set<Jid> having = holders.computeIfAbsent(group, _ -> new HashSet<>());
        List<Jid> without = devices.stream()
                .filter(device -> !having.contains(phone.people().session(device)))
                .toList();
        if (without.isEmpty() && !fresh) {
            return List.of();
        }
        sender.openSessions(without);
        Bytes key = Bytes.copyOf(Message.newBuilder()
                .setSenderKeyDistributionMessage(distribution(group))
                .build()
                .toByteArray());
        List<Node> entries = new ArrayList<>();
        for (Jid device : without) {
            Jid session = phone.people().session(device);
            if (phone.sessions().open(session)) {
                entries.add(Node.builder("to")
                        .attr("jid", device)
                        .child(sender.enc(session, key).toNode())
                        .build());
                having.add(session);
            }
        }
        save(group, having);
        return entries;
    }

    private void save(Jid group, Set<Jid> having) {
        phone.turn()
                .put(
                        HOLDERS + group,
                        new RecordWriter(VERSION)
                                .list(having, (out, device) -> out.text(device.toString()))
                                .done());
    }

    private SenderKeyDistributionMessage distribution(Jid group) {
        SenderKeyDistribution own = phone.sessions().distribution(group, ownAddress());
        return SenderKeyDistributionMessage.newBuilder()
                .setGroupId(group.toString())
                .setAxolotlSenderKeyDistributionMessage(
                        ByteString.copyFrom(own.encode().toByteArray()))
                .build();
    }

    /// Answers a member's device that could not read a message: with the message and the key in one.
    void resend(Jid group, Jid device, RetryRequest request) {
        Optional<Draft> draft =
                outbox.find(request.id()).filter(found -> found.to().equals(group));
        boolean present = phone.people()
                .find(device)
                .filter(person -> groups.require(group).members().contains(person))
                .isPresent();
        if (draft.isEmpty() || request.count() > MOST_RETRIES || !present) {
            return;
        }
        Jid session = phone.people().session(device);
        sender.renewSession(session, request);
        if (!phone.sessions().open(session) || !phone.sessions().hasSenderKey(group, ownAddress())) {
            return;
        }
        NodeBuilder message = Node.builder("message")
                .attr("to", group)
                .attr("participant", device)
                .attr("id", request.id())
                .attr("type", draft.get().type());
        if (draft.get().edit() != null) {
            message.attr("edit", draft.get().edit());
        }
        Enc enc = sender.enc(session, withKey(group, draft.get()))
                .withHideOnFailure(draft.get().hidden())
                .withRetryCount(request.count());
        phone.turn().send(message.child(enc.toNode()).build());
        Set<Jid> having = holders.computeIfAbsent(group, _ -> new LinkedHashSet<>());
        if (having.add(session)) {
            save(group, having);
        }
    }

    private Bytes withKey(Jid group, Draft draft) {
        try {
            return Bytes.copyOf(Message.parseFrom(draft.content().toByteArray()).toBuilder()
                    .setSenderKeyDistributionMessage(distribution(group))
                    .build()
                    .toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was kept cannot be read", e);
        }
    }
}
