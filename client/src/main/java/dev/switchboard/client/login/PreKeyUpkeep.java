// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.login;

import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.device.PreKeyNumbers;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.KeyIds;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.KeyDigest;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyUpload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the server stocked with keys by which others open sessions with this device.
public final class PreKeyUpkeep {

    /// How many keys one upload brings.
    static final int UPLOAD = 812;

    /// Fewer than this on the server mean that more are due.
    static final int LOW = 5;

    private static final Duration SIGNED_PRE_KEY_LIFE = Duration.ofDays(27);
    private static final Logger LOG = LoggerFactory.getLogger(PreKeyUpkeep.class);

    private final Workbench bench;
    private boolean uploading;

    public PreKeyUpkeep(Workbench bench) {
        this.bench = bench;
    }

    /// A new connection: nothing is under way.
    public void reset() {
        uploading = false;
    }

    /// Makes sure that the server has keys, then goes on; goes on as well if it cannot be made sure now.
    public void ensure(Runnable then) {
        bench.ask(PreKeyStanzas.countRequest(bench.nextId()), answer -> {
            if (!(answer instanceof Answer.Given<Node>(Node result))) {
                then.run();
                return;
            }
            boolean never = !bench.state().credentials().preKeys().everSent();
            if (never || PreKeyStanzas.count(result) < LOW) {
                upload(then);
            } else {
                then.run();
            }
        });
    }

    /// The server says how many are left.
    public void left(int count) {
        if (count < LOW) {
            upload(() -> {});
        }
    }

    private void upload(Runnable then) {
        if (uploading) {
            then.run();
            return;
        }
        uploading = true;
        List<PreKey> keys = unsent();
        Credentials credentials = bench.state().credentials();
        List<PublicPreKey> publicKeys = keys.stream().map(PreKey::publicPreKey).toList();
        PreKeyUpload request = new PreKeyUpload(
                credentials.keys().registrationId(),
                credentials.keys().identity().publicKey(),
                publicKeys,
                credentials.keys().signedPreKey().publicPreKey());
        bench.ask(request.toIq(bench.nextId()), answer -> {
            uploading = false;
            if (answer instanceof Answer.Given<Node>) {
                // What was made meanwhile went out in retry receipts and is not to be handed out again.
                bench.state()
                        .updateCredentials(it -> it.withPreKeys(new PreKeyNumbers(
                                it.preKeys().next(), it.preKeys().next(), true)));
            } else {
                LOG.warn("pre-key upload failed: {}", answer.getClass().getSimpleName());
            }
            then.run();
        });
    }

    /// The keys for one upload: those that an earlier one did not bring home, and new ones.
    private List<PreKey> unsent() {
        PreKeyNumbers numbers = bench.state().credentials().preKeys();
        List<PreKey> keys = new ArrayList<>();
        for (int id = numbers.firstUnsent(); id != numbers.next() && keys.size() < UPLOAD; id = KeyIds.next(id)) {
            bench.state().preKey(id).ifPresent(keys::add);
        }
        List<PreKey> fresh = PreKey.generate(numbers.next(), UPLOAD - keys.size(), bench.random());
        if (!fresh.isEmpty()) {
            bench.state().putPreKeys(fresh);
            int next = KeyIds.next(fresh.getLast().id());
            bench.state()
                    .updateCredentials(
                            it -> it.withPreKeys(new PreKeyNumbers(next, numbers.firstUnsent(), numbers.everSent())));
            keys.addAll(fresh);
        }
        return keys;
    }

    /// A fresh key for one peer that could not open a session; it is not uploaded.
    public PreKey forOnePeer() {
        PreKeyNumbers numbers = bench.state().credentials().preKeys();
        PreKey fresh = PreKey.generate(numbers.next(), 1, bench.random()).getFirst();
        bench.state().putPreKeys(List.of(fresh));
        int next = KeyIds.next(fresh.id());
        boolean allSent = numbers.firstUnsent() == numbers.next();
        bench.state()
                .updateCredentials(it -> it.withPreKeys(
                        new PreKeyNumbers(next, allSent ? next : numbers.firstUnsent(), numbers.everSent())));
        return fresh;
    }

    /// Compares what the server holds; if it holds nothing, uploads anew.
    public void compare() {
        bench.ask(
                Iq.get(bench.nextId(), Iq.Xmlns.ENCRYPT)
                        .child(Node.of("digest"))
                        .build(),
                answer -> {
                    switch (answer) {
                        case Answer.Given<Node>(Node result) -> judge(result);
                        case Answer.Refused<Node>(int number, var _) -> {
                            if (number == 404) {
                                upload(() -> {});
                            }
                        }
                        case Answer.TimedOut<Node>(), Answer.NotConnected<Node>() -> {}
                    }
                });
    }

    private void judge(Node result) {
        if (!result.hasChild("digest")) {
            return;
        }
        KeyDigest digest = KeyDigest.of(result);
        OwnKeys keys = bench.state().credentials().keys();
        List<PublicPreKey> listed = new ArrayList<>();
        for (int id : digest.preKeyIds()) {
            Optional<PreKey> key = bench.state().preKey(id);
            key.ifPresent(present -> listed.add(present.publicPreKey()));
        }
        Optional<PublicSignedPreKey> signed =
                keys.signedPreKey(digest.signedPreKey().id()).map(SignedPreKey::publicPreKey);
        if (!signed.equals(Optional.of(digest.signedPreKey()))) {
            LOG.warn("the server's copy of our signed pre-key differs");
            rotate();
            return;
        }
        boolean complete = listed.size() == digest.preKeyIds().size();
        boolean same = digest.identity().equals(keys.identity().publicKey())
                && complete
                && digest.hash().equals(KeyDigest.hashOf(keys.identity().publicKey(), signed.get(), listed));
        if (!same) {
            LOG.warn("the server's copy of our keys differs (complete={})", complete);
        }
    }

    /// Replaces the signed pre-key if it is old.
    public void rotateIfOld() {
        OwnKeys keys = bench.state().credentials().keys();
        if (bench.now().isBefore(keys.signedPreKeyMade().plus(SIGNED_PRE_KEY_LIFE))) {
            return;
        }
        rotate();
    }

    /// The new key is kept before it is offered, and becomes the current one when the server has taken it.
    private void rotate() {
        OwnKeys keys = bench.state().credentials().keys();
        int id = KeyIds.next(keys.signedPreKey().id());
        Optional<SignedPreKey> offered = keys.signedPreKey(id);
        SignedPreKey next = offered.orElseGet(
                () -> SignedPreKey.generate(id, keys.identity().privateKey(), bench.random()));
        if (offered.isEmpty()) {
            bench.state().updateCredentials(it -> it.withKeys(it.keys().offering(next)));
        }
        bench.ask(PreKeyStanzas.rotateRequest(bench.nextId(), next.publicPreKey()), answer -> {
            switch (answer) {
                case Answer.Given<Node> _ ->
                    bench.state().updateCredentials(it -> it.withKeys(it.keys().rotated(next, bench.now())));
                case Answer.Refused<Node>(int number, var _) -> LOG.warn("signed pre-key refused: {}", number);
                case Answer.TimedOut<Node>(), Answer.NotConnected<Node>() -> {}
            }
        });
    }
}
