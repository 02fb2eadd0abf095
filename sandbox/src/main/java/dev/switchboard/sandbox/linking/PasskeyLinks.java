// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkRefused.Reason;
import dev.switchboard.sandbox.primary.PasskeyPrologue;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.CompanionEphemeralIdentity;
import dev.switchboard.wire.proto.ProloguePayload;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// Linking a client that must prove itself with a passkey: the server asks for it, carries the exchange between client
/// and phone, and watches that the client keeps to what it committed itself to.
final class PasskeyLinks {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int CHALLENGE_SIZE = 32;

    private final Refs refs;
    private final NetworkThread network;
    private final StanzaIds ids;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Deque<PendingLink> asked = new ArrayDeque<>();

    PasskeyLinks(Refs refs, NetworkThread network, StanzaIds ids, InstantSource clock, RandomGenerator random) {
        this.refs = refs;
        this.network = network;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /// Asks a client for a passkey.
    ///
    /// @param account whose phone has scanned its code, if one has
    void ask(PendingLink link, Optional<Account> account) {
        asked.remove(link);
        asked.addFirst(link);
        link.passkey(PasskeyOffer.of(account, refs.issue(link, clock.instant().plus(LIFE))));
        link.connection().send(notification("passkey_prologue_request", Node.of("passkey_request_options", options())));
    }

    private Bytes options() {
        return Bytes.utf8("{\"challenge\":\"" + secret() + "\",\"timeout\":60000,\"rpId\":\"whatsapp.com\","
                + "\"allowCredentials\":[{\"id\":\"" + secret() + "\",\"type\":\"public-key\","
                + "\"transports\":[\"internal\",\"hybrid\"]}],\"userVerification\":\"required\",\"extensions\":{}}");
    }

    private String secret() {
        byte[] secret = new byte[CHALLENGE_SIZE];
        random.nextBytes(secret);
        return Bytes.copyOf(secret).base64Url();
    }

    /// Answers a client's step; empty if it is none of these.
    Optional<Node> answer(PendingLink link, Node iq) {
        if (iq.hasChild("passkey_request_options")) {
            return Optional.of(Iq.serverResult(iq)
                    .child(Node.of("passkey_request_options", options()))
                    .build());
        }
        Optional<PasskeyOffer> offer = link.passkey();
        if (iq.hasChild("ref")) {
            String ref = offer.map(PasskeyOffer::ref)
                    .orElseGet(() -> refs.issue(link, clock.instant().plus(LIFE)));
            return Optional.of(
                    Iq.serverResult(iq).child(Node.builder("ref").utf8(ref)).build());
        }
        boolean step = iq.hasChild("passkey_prologue")
                || iq.hasChild("companion_nonce")
                || iq.hasChild("encrypted_pairing_request");
        if (!step) {
            return Optional.empty();
        }
        if (offer.isEmpty()) {
            return Optional.of(Iq.serverError(iq, 404, "item-not-found"));
        }
        return Optional.of(
                take(offer.get(), iq) ? Iq.serverResult(iq).build() : Iq.serverError(iq, 400, "bad-request"));
    }

    /// @return whether the step is what it should be
    private boolean take(PasskeyOffer offer, Node iq) {
        Optional<Node> prologue = iq.child("passkey_prologue");
        if (prologue.isPresent()) {
            return begin(offer, prologue.get());
        }
        Optional<Node> nonce = iq.child("companion_nonce");
        if (nonce.isPresent()) {
            return reveal(offer, nonce.get().contentBytes());
        }
        Bytes request = iq.requireChild("encrypted_pairing_request").contentBytes();
        boolean inTurn = offer.nonce().isDone() && !request.isEmpty();
        if (inTurn) {
            network.afterCommit(() -> offer.request().complete(request));
        }
        return inTurn;
    }

    private boolean begin(PasskeyOffer offer, Node prologue) {
        if (prologue.requireChild("credential_id").contentBytes().isEmpty()
                || prologue.requireChild("webauthn_assertion").contentBytes().isEmpty()) {
            return false;
        }
        Bytes payload = prologue.requireChild("prologue_payload").contentBytes();
        if (!identity(payload).getRef().equals(offer.ref())) {
            return false;
        }
        PasskeyPrologue begun = new PasskeyPrologue(
                offer.ref(), payload, prologue.child("pairing_handoff_proof").map(Node::contentBytes));
        network.afterCommit(() -> offer.prologue().complete(begun));
        return true;
    }

    private static boolean reveal(Bytes payload, Bytes nonce) {
        byte[] committed =
                Sha.sha256(parse(payload).getCompanionEphemeralIdentity().toByteArray(), nonce.toByteArray());
        return Bytes.copyOf(parse(payload).getCommitment().getHash().toByteArray())
                .constantTimeEquals(committed);
    }

    private boolean reveal(PasskeyOffer offer, Bytes nonce) {
        PasskeyPrologue begun = offer.prologue().getNow(null);
        boolean kept = begun != null && reveal(begun.payload(), nonce);
        if (kept) {
            network.afterCommit(() -> offer.nonce().complete(nonce));
        }
        return kept;
    }

    private static ProloguePayload parse(Bytes payload) {
        try {
            return ProloguePayload.parseFrom(payload.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("prologue: not readable (expected: a ProloguePayload)", e);
        }
    }

    private static CompanionEphemeralIdentity identity(Bytes payload) {
        try {
            return CompanionEphemeralIdentity.parseFrom(parse(payload).getCompanionEphemeralIdentity());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("prologue: no identity in it (expected: a CompanionEphemeralIdentity)", e);
        }
    }

    // What phones ask.

    CompletableFuture<PasskeyPrologue> prologue(Account account) {
        return asked.stream()
                .flatMap(link -> link.passkey().stream())
                .filter(offer -> offer.isFor(account))
                .findFirst()
                .orElseThrow(() -> new LinkRefused(Reason.UNKNOWN_REF))
                .prologue();
    }

    CompletableFuture<Bytes> proceed(String ref, Bytes identity) {
        PendingLink link = refs.find(ref);
        link.connection().send(notification("crsc_continuation", Node.of("primary_ephemeral_identity", identity)));
        return offer(ref).nonce();
    }

    CompletableFuture<Bytes> request(String ref) {
        return offer(ref).request();
    }

    private PasskeyOffer offer(String ref) {
        return refs.find(ref)
                .passkey()
                .filter(offer -> offer.ref().equals(ref))
                .orElseThrow(() -> new LinkRefused(Reason.UNKNOWN_REF));
    }

    /// A client is gone or linked.
    void forget(PendingLink link, Reason reason) {
        if (asked.remove(link)) {
            link.passkey().ifPresent(offer -> network.afterCommit(() -> offer.fail(reason)));
        }
    }

    private Node notification(String type, Node child) {
        return Node.builder("notification")
                .attr("type", type)
                .attr("from", Jid.SERVER)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(child)
                .build();
    }
}
