// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.LinkCodeExchange;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.stanza.LinkCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A companion's code is typed on the phone. Lives on the phone's lane.
final class CodeEntry {

    private static final Duration LIFE = Duration.ofMinutes(3);
    private static final int MOST_TRIES = 3;

    private final PhoneContext phone;
    private @Nullable Awaited awaited;
    private @Nullable Attempt attempt;

    /// A client that waits for its code to be typed.
    private record Awaited(LinkCode.CompanionHello hello, Bytes ref, long since, int tries) {}

    /// A code that was typed, until the client goes on.
    ///
    /// @param ref the server's name for the client
    /// @param noise the client's Noise key
    /// @param ephemeral the phone's key for this attempt
    /// @param companionEphemeral the client's key, if the code is right
    /// @param finish what the client sends in answer
    record Attempt(
            String ref,
            PublicKey noise,
            KeyPair ephemeral,
            PublicKey companionEphemeral,
            CompletableFuture<LinkCode.CompanionFinish> finish) {}

    CodeEntry(PhoneContext phone) {
        this.phone = phone;
    }

    /// Takes in a step that the server passes on.
    void take(Node notification) {
        switch (LinkCode.in(notification).orElseThrow()) {
            case LinkCode.CompanionHello hello ->
                hello.ref().ifPresent(ref -> {
                    awaited = new Awaited(hello, ref, phone.now(), 0);
                    attempt = null;
                });
            case LinkCode.CompanionFinish finish -> {
                Attempt current = attempt;
                if (current != null && current.ref().equals(finish.ref().asUtf8())) {
                    current.finish().complete(finish);
                }
            }
            case LinkCode.PrimaryHello _, LinkCode.RefreshCode _, LinkCode.Unknown _ -> {}
        }
    }

    /// Types a code.
    Attempt type(PairingCode code) {
        Awaited waiting = awaited;
        if (waiting == null) {
            throw new PhoneException.NoCodeAwaited();
        }
        if (phone.now() - waiting.since() > LIFE.toMillis() || waiting.tries() >= MOST_TRIES) {
            awaited = null;
            throw new PhoneException.CodeExpired();
        }
        awaited = new Awaited(waiting.hello(), waiting.ref(), waiting.since(), waiting.tries() + 1);
        KeyPair ephemeral = KeyPair.generate(phone.random());
        Attempt typed = new Attempt(
                waiting.ref().asUtf8(),
                PublicKey.of(waiting.hello().serverAuthKey()),
                ephemeral,
                code.unwrap(waiting.hello().wrappedEphemeral()),
                new CompletableFuture<>());
        attempt = typed;
        LinkCode hello = new LinkCode.PrimaryHello(
                waiting.ref(),
                code.wrap(ephemeral.publicKey(), phone.random()),
                phone.identity().keyPair().publicKey().raw());
        Node answer = phone.network().request(phone.number(), hello.toIq("0"));
        if (!answer.hasText("type", "result")) {
            awaited = null;
            throw new PhoneException.CodeExpired();
        }
        return typed;
    }

    /// What the client handed over in answer to a code.
    Linking.Companion finish(Attempt typed, LinkCode.CompanionFinish finish) {
        PublicKey identity = PublicKey.of(finish.identity());
        try {
            Bytes secret = LinkCodeExchange.open(
                    new LinkCodeExchange.Own(typed.ephemeral(), phone.identity().keyPair()),
                    new LinkCodeExchange.Other(typed.companionEphemeral(), identity),
                    finish.wrappedKeyBundle());
            awaited = null;
            return new Linking.Companion(typed.ref(), typed.noise(), new CompanionKeys(identity, secret));
        } catch (PairingFailed _) {
            throw new PhoneException.WrongCode();
        }
    }
}
