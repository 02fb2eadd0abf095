// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.event.PasskeyEvent;
import dev.switchboard.client.link.LinkInput;
import dev.switchboard.client.link.LinkState.PasskeyStep;
import dev.switchboard.client.link.PasskeyAssertion;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PasskeyExchange;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.proto.PrimaryEphemeralIdentity;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Links a device to an account that guards linking by a passkey: the server offers a challenge, somebody's
/// authenticator signs it, and then phone and companion exchange keys.
public final class PasskeyPairing {

    private static final String CHALLENGE = "passkey_prologue_request";
    private static final String CONTINUATION = "crsc_continuation";
    private static final String OPTIONS = "passkey_request_options";
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
    private static final Duration CHECK_LIFE = Duration.ofMinutes(2);
    private static final int KEY_SIZE = 32;

    /// The right to link without comparing codes: whoever asks showed the QR code.
    private record Handoff(Bytes key, Instant expires) {}

    /// What this side committed itself to.
    private record Commitment(PasskeyExchange.Companion companion, KeyPair ephemeral, Bytes nonce, boolean handedOff) {}

    /// The key of the pairing request, once the phone has answered.
    private record Agreement(Bytes requestKey) {}

    private final Workbench bench;
    private final DeviceProps.PlatformType platform;
    private final Consumer<LinkInput> link;
    private @Nullable Handoff handoff;
    private @Nullable Commitment commitment;
    private @Nullable Agreement agreement;
    private boolean challenged;

    /// @param platform what the device says it is
    /// @param link takes what happens to the link
    public PasskeyPairing(Workbench bench, DeviceProps.PlatformType platform, Consumer<LinkInput> link) {
        this.bench = bench;
        this.platform = platform;
        this.link = link;
    }

    /// A registration connection begins: nothing of an earlier one counts.
    public void reset() {
        handoff = null;
        commitment = null;
        agreement = null;
        challenged = false;
    }

    /// Whether notifications of this type are about linking by passkey.
    public static boolean concerns(String type) {
        return type.equals(CHALLENGE) || type.equals(CONTINUATION);
    }

    /// Takes a notification in.
    public void notification(String type, Node node) {
        if (bench.state().credentials().linked()
                || node.jid("from").filter(from -> !from.isServer()).isPresent()) {
            return;
        }
        if (type.equals(CHALLENGE)) {
            Optional<String> options = options(node);
            if (options.isPresent()) {
                challenge(options.get());
            } else {
                askForOptions();
            }
        } else {
            proceed(node);
        }
    }

    private static Optional<String> options(Node parent) {
        return parent.child(OPTIONS).map(Node::contentText).filter(text -> text.startsWith("{"));
    }

    private void askForOptions() {
        Node question =
                Iq.get(bench.nextId(), Iq.Xmlns.DEVICES).child(Node.of(OPTIONS)).build();
        bench.ask(question, answer -> {
            Optional<String> options = answer instanceof Answer.Given<Node>(Node iq) ? options(iq) : Optional.empty();
            options.ifPresentOrElse(this::challenge, () -> fail("no-options"));
        });
    }

    private void challenge(String options) {
        Instant expires = bench.now().plus(CHALLENGE_LIFE);
        OwnKeys keys = bench.state().credentials().keys();
        handoff = new Handoff(PasskeyExchange.handoffKey(keys.advSecret()), expires);
        commitment = null;
        agreement = null;
        challenged = true;
        bench.state().updateCredentials(it -> it.withKeys(it.keys().withFreshAdvSecret(bench.random())));
        bench.emit(new PasskeyEvent.ChallengeOffered(options, expires));
        link.accept(new LinkInput.PasskeyStepped(new PasskeyStep.Challenge(options), expires));
    }

    /// Takes the authenticator's answer over.
    public void answer(PasskeyAssertion assertion, Consumer<Answer<Done>> then) {
        if (!challenged) {
            then.accept(new Answer.Refused<>(409, "no passkey challenge is open"));
            return;
        }
        Node question =
                Iq.get(bench.nextId(), Iq.Xmlns.DEVICES).child(Node.of("ref")).build();
        bench.ask(question, answer -> {
            if (answer instanceof Answer.Given<Node>(Node iq)) {
                commit(assertion, iq.requireChild("ref").contentText(), then);
            } else {
                then.accept(answer.map(_ -> Done.DONE));
            }
        });
    }

    private void commit(PasskeyAssertion assertion, String ref, Consumer<Answer<Done>> then) {
        KeyPair ephemeral = KeyPair.generate(bench.random());
        byte[] nonce = new byte[KEY_SIZE];
        bench.random().nextBytes(nonce);
        PasskeyExchange.Companion companion = new PasskeyExchange.Companion(ephemeral.publicKey(), platform, ref);
        Bytes prologue = PasskeyExchange.prologue(companion, Bytes.copyOf(nonce));
        Optional<Bytes> proof = Optional.ofNullable(handoff)
                .filter(right -> bench.now().isBefore(right.expires()))
                .map(right -> PasskeyExchange.handoffProof(right.key(), prologue));
        commitment = new Commitment(companion, ephemeral, Bytes.copyOf(nonce), proof.isPresent());
        Node request = Iq.set(bench.nextId(), Iq.Xmlns.DEVICES)
                .child(Node.builder("passkey_prologue")
                        .child(Node.of("credential_id", assertion.credentialId()))
                        .child(Node.of("webauthn_assertion", Bytes.utf8(assertion.response())))
                        .child(Node.of("prologue_payload", prologue))
                        .childIfPresent(proof.map(bytes -> Node.of("pairing_handoff_proof", bytes))))
                .build();
        bench.ask(request, answer -> {
            if (answer instanceof Answer.Given<Node>) {
                handoff = null;
                step(new PasskeyStep.Checking());
            } else if (answer instanceof Answer.Refused<Node>(int number, var _)) {
                commitment = null;
                fail("refused-" + number);
            }
            then.accept(answer.map(_ -> Done.DONE));
        });
    }

    private Instant step(PasskeyStep step) {
        Instant expires = bench.now().plus(CHECK_LIFE);
        link.accept(new LinkInput.PasskeyStepped(step, expires));
        return expires;
    }

    /// The phone has shown its part: ours may be shown, and both know the code.
    private void proceed(Node node) {
        Commitment mine = commitment;
        if (mine == null) {
            fail("not-asked-for");
            return;
        }
        PrimaryEphemeralIdentity phone = primary(node);
        PublicKey key = PublicKey.of(Bytes.copyOf(phone.getPublicKey().toByteArray()));
        Bytes phoneNonce = Bytes.copyOf(phone.getNonce().toByteArray());
        Bytes requestKey = PasskeyExchange.requestKey(mine.ephemeral().privateKey(), key, mine.companion());
        PairingCode code = PasskeyExchange.verificationCode(mine.nonce(), key, phoneNonce);
        Node reveal = Iq.set(bench.nextId(), Iq.Xmlns.DEVICES)
                .child(Node.of("companion_nonce", mine.nonce()))
                .build();
        bench.ask(reveal, answer -> {
            if (answer instanceof Answer.Given<Node>) {
                agreement = new Agreement(requestKey);
                show(code, mine.handedOff());
            } else if (answer instanceof Answer.Refused<Node>(int number, var _)) {
                fail("refused-" + number);
            }
        });
    }

    private static PrimaryEphemeralIdentity primary(Node node) {
        try {
            PrimaryEphemeralIdentity phone =
                    PrimaryEphemeralIdentity.parseFrom(node.requireChild("primary_ephemeral_identity")
                            .contentBytes()
                            .toByteArray());
            if (phone.getPublicKey().size() != KEY_SIZE || phone.getNonce().size() != KEY_SIZE) {
                throw new PairingFailed(PairingFailed.Reason.MALFORMED, "passkey: sizes of the phone's key and nonce");
            }
            return phone;
        } catch (InvalidProtocolBufferException e) {
            throw new PairingFailed(PairingFailed.Reason.MALFORMED, "passkey: the phone's identity", e);
        }
    }

    private void show(PairingCode code, boolean handedOff) {
        Instant expires = step(new PasskeyStep.Comparing(code.display()));
        bench.emit(new PasskeyEvent.CodeShown(code.display(), !handedOff, expires));
        if (handedOff) {
            confirm(_ -> {});
        }
    }

    /// Both codes agree: the phone may have our keys.
    public void confirm(Consumer<Answer<Done>> then) {
        Agreement agreed = agreement;
        if (agreed == null) {
            then.accept(new Answer.Refused<>(409, "no code is being compared"));
            return;
        }
        OwnKeys keys = bench.state().credentials().keys();
        Bytes sealed = PasskeyExchange.sealRequest(
                agreed.requestKey(),
                keys.noise().publicKey(),
                new CompanionKeys(keys.identity().publicKey(), keys.advSecret()),
                bench.random());
        agreement = null;
        Node request = Iq.set(bench.nextId(), Iq.Xmlns.DEVICES)
                .child(Node.of("encrypted_pairing_request", sealed))
                .build();
        link.accept(new LinkInput.PhoneAnswered());
        bench.ask(request, answer -> {
            if (answer instanceof Answer.Refused<Node>(int number, var _)) {
                fail("refused-" + number);
            }
            then.accept(answer.map(_ -> Done.DONE));
        });
    }

    private void fail(String reason) {
        bench.emit(new PasskeyEvent.Failed(reason));
    }
}
