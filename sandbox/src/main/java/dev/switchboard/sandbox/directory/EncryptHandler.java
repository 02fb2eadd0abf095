// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.KeyDigest;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyUpload;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Namespace `encrypt`: count, upload, rotate, digest and fetch pre-keys; and the notice that they run low.
public final class EncryptHandler implements IqHandler {

    /// Below this a companion is told to upload: clients ignore higher counts.
    private static final int LOW_COMPANION = 5;

    /// Below this a phone is told, soon enough that it never runs out.
    private static final int LOW_PHONE = 15;

    private final KeyDirectory keys;
    private final Registry registry;
    private final Post post;
    private final Faults faults;
    private final StanzaIds ids;
    private final InstantSource clock;
    private final WrongKeys wrongKeys;
    private Consumer<Device> uploadListener = _ -> {};

    /// A handler on a directory.
    public EncryptHandler(
            KeyDirectory keys,
            Registry registry,
            Post post,
            Faults faults,
            StanzaIds ids,
            InstantSource clock,
            RandomGenerator random) {
        this.keys = keys;
        this.registry = registry;
        this.post = post;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
        this.wrongKeys = new WrongKeys(random);
    }

    /// Whom to tell that a device has uploaded, after it got its answer.
    public void onUpload(Consumer<Device> listener) {
        uploadListener = listener;
    }

    @Override
    public Answer answer(IqRequest request) {
        return request.isSet() ? change(request) : query(request);
    }

    private Answer change(IqRequest request) {
        try {
            Optional<Node> rotated = request.child("rotate");
            if (rotated.isPresent()) {
                PublicSignedPreKey signed = PreKeyStanzas.rotated(request.iq());
                return keys.rotate(request.device(), signed) ? Answer.empty() : new Answer.Refused(409, "conflict");
            }
            keys.upload(request.device(), PreKeyUpload.of(request.iq()));
            return Answer.emptyThen(() -> uploadListener.accept(request.device()));
        } catch (InvalidKey _) {
            return new Answer.Refused(406, "not-acceptable");
        }
    }

    private Answer query(IqRequest request) {
        if (request.child("count").isPresent()) {
            int count = keys.count(request.device());
            return Answer.of(Node.builder("count").attr("value", count).build());
        }
        if (request.child("digest").isPresent()) {
            return digest(request);
        }
        Optional<Node> wanted = request.child("key");
        return wanted.isPresent() ? bundles(request.device(), wanted.get()) : Answer.badRequest();
    }

    private Answer digest(IqRequest request) {
        FaultTarget place =
                FaultTarget.device(request.account().phone(), request.device().id());
        if (faults.strike(FaultKind.DIGEST_MISSING, place).isPresent()) {
            return Answer.notFound();
        }
        Optional<Node> digest = keys.stock(request.device())
                .map(stock ->
                        KeyDigest.over(stock.registrationId(), stock.identity(), stock.signedPreKey(), stock.preKeys()))
                .map(found -> found.toIq(request.iq()).requireChild("digest"));
        boolean wrong = faults.strike(FaultKind.DIGEST_MISMATCH, place).isPresent();
        return digest.map(right -> Answer.of(wrong ? WrongKeys.digest(right) : right))
                .orElseGet(Answer::notFound);
    }

    private Answer bundles(Device asker, Node wanted) {
        List<Node> users = new ArrayList<>();
        for (Node user : wanted.children("user")) {
            users.add(bundle(asker, user.requireJid("jid")));
        }
        return Answer.of(Node.builder("list").children(users).build());
    }

    private Node bundle(Device asker, Jid jid) {
        Optional<Device> owner = owner(asker, jid);
        FaultTarget place = FaultTarget.chat(
                asker.account().phone(),
                asker.id(),
                owner.map(device -> device.account().phone()).orElse(jid.user()));
        Optional<KeyBundle> bundle =
                faults.strike(FaultKind.BUNDLE_MISSING, place).isPresent()
                        ? Optional.empty()
                        : owner.flatMap(keys::bundle).map(found -> spoil(found, place));
        if (bundle.isEmpty()) {
            return Node.builder("user")
                    .attr("jid", jid)
                    .child(Iq.error(404, "item-not-found"))
                    .build();
        }
        owner.ifPresent(device -> {
            registry.acquaint(asker.account(), device.account());
            warnIfLow(device);
        });
        return Node.builder("user")
                .attr("jid", jid)
                .attr("t", clock.instant().getEpochSecond())
                .children(bundle.get().toNodes())
                .build();
    }

    /// A companion that stands in for device 0 means the phone when it asks for its own number.
    private Optional<Device> owner(Device asker, Jid jid) {
        Optional<Device> owner = registry.device(jid);
        return owner.filter(device -> device == asker && device.id() == 0)
                .map(device -> device.account().primary())
                .or(() -> owner);
    }

    private KeyBundle spoil(KeyBundle bundle, FaultTarget place) {
        KeyBundle spoiled = bundle;
        if (faults.strike(FaultKind.BUNDLE_NO_ONE_TIME_KEY, place).isPresent()) {
            spoiled = new KeyBundle(
                    spoiled.registrationId(),
                    spoiled.identity(),
                    spoiled.signedPreKey(),
                    Optional.empty(),
                    spoiled.deviceIdentity());
        }
        if (faults.strike(FaultKind.BUNDLE_BAD_SIGNATURE, place).isPresent()) {
            PublicSignedPreKey signed = spoiled.signedPreKey();
            byte[] wrong = signed.signature().toByteArray();
            wrong[0] ^= 1;
            spoiled = new KeyBundle(
                    spoiled.registrationId(),
                    spoiled.identity(),
                    new PublicSignedPreKey(signed.id(), signed.key(), Bytes.copyOf(wrong)),
                    spoiled.preKey(),
                    spoiled.deviceIdentity());
        }
        if (faults.strike(FaultKind.BUNDLE_OTHER_IDENTITY, place).isPresent()) {
            spoiled = wrongKeys.otherIdentity(spoiled);
        }
        return spoiled;
    }

    private void warnIfLow(Device device) {
        if (keys.count(device) >= (device.isPrimary() ? LOW_PHONE : LOW_COMPANION)) {
            return;
        }
        if (post.line(device).isPresent()) {
            warn(device);
        } else {
            keys.markLow(device);
        }
    }

    /// Tells a device that comes back that it ran low while it was away.
    public void warnIfMarked(Device device) {
        if (keys.takeLowMark(device)) {
            warn(device);
        }
    }

    private void warn(Device device) {
        Node notice = Node.builder("notification")
                .attr("type", "encrypt")
                .attr("from", Jid.SERVER)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(Node.builder("count").attr("value", keys.count(device)))
                .build();
        post.enqueue(device, StanzaKind.NOTIFICATION, notice);
    }
}
