// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.PrivacyToken;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.PrivacyStanzas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The tokens by which contacts entitle each other to write: takes in theirs, attaches them, gives ours anew, and drops
/// what has expired. Holds no state of its own.
public final class TrustTokens {

    /// The account of the network's own announcements.
    private static final String ANNOUNCEMENTS = "0";

    private final Workbench bench;
    private final DeviceDirectory directory;

    public TrustTokens(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    private Jid keptUnder(Jid person) {
        return directory.lid(person).orElse(person.normalized());
    }

    private PrivacyToken known(Jid person) {
        return bench.state().privacyToken(keptUnder(person)).orElse(PrivacyToken.NONE);
    }

    private boolean concerns(Jid chat) {
        return (chat.isPn() || chat.isLid()) && !chat.user().equals(ANNOUNCEMENTS) && !directory.isSelf(chat);
    }

    /// What goes with a message to a person, if there is anything: their token, or the proof made of the account's
    /// salt.
    Optional<Node> entitlement(Jid chat) {
        if (!concerns(chat)) {
            return Optional.empty();
        }
        return directory
                .liveToken(chat)
                .map(token -> Node.of("tctoken", token))
                .or(() -> proof(chat).map(proof -> Node.of("cstoken", proof)));
    }

    private Optional<Bytes> proof(Jid chat) {
        Bytes salt = bench.state().credentials().shared().nctSalt();
        if (salt.isEmpty()) {
            return Optional.empty();
        }
        return directory
                .lid(chat)
                .map(lid -> Bytes.copyOf(Hmac.sha256(
                        salt.toByteArray(), lid.normalized().toString().getBytes(StandardCharsets.UTF_8))));
    }

    /// A person gave a token.
    public void received(Jid person, Bytes token, Instant at) {
        Jid under = keptUnder(person);
        PrivacyToken before = known(person);
        PrivacyToken now = before.received(token, at);
        if (!now.equals(before)) {
            bench.state().putPrivacyToken(under, now);
            bench.emit(new PersonEvent.TrustGiven(directory.party(person), at));
        }
    }

    /// The history tells of tokens of both sides.
    public void remembered(Jid person, Optional<Bytes> token, Instant at, Optional<Instant> issued) {
        PrivacyToken before = known(person);
        PrivacyToken now = token.map(value -> before.received(value, at)).orElse(before);
        if (issued.isPresent()
                && now.issued().map(mine -> mine.isBefore(issued.get())).orElse(true)) {
            now = now.withIssued(issued);
        }
        if (!now.equals(before)) {
            bench.state().putPrivacyToken(keptUnder(person), now);
        }
    }

    /// A message has reached the server, or was refused for want of a token: the person is given ours, once a week.
    void wroteTo(Jid chat) {
        if (concerns(chat) && known(chat).issueDue(bench.now())) {
            issue(chat, _ -> {});
        }
    }

    /// Gives a person a token.
    public void issue(Jid person, Consumer<Answer<Done>> then) {
        if (!concerns(person)) {
            then.accept(new Answer.Refused<>(400, "nobody who can be given a token"));
            return;
        }
        Jid to = keptUnder(person);
        PrivacyToken before = known(person);
        Instant now = bench.now();
        // Noted at once, so that the next message does not give it again while the answer is under way.
        bench.state().putPrivacyToken(to, before.withIssued(Optional.of(now)));
        bench.ask(PrivacyStanzas.issueToken(bench.nextId(), to, now), answer -> {
            switch (answer) {
                case Answer.Given<Node>(Node iq) ->
                    PrivacyStanzas.tokens(iq)
                            .forEach(token -> received(
                                    token.jid(), token.value(), token.at().orElse(now)));
                case Answer.Refused<Node> _, Answer.TimedOut<Node> _, Answer.NotConnected<Node> _ ->
                    bench.state().putPrivacyToken(to, known(person).withIssued(before.issued()));
            }
            then.accept(answer.map(_ -> Done.DONE));
        });
    }

    /// Drops what has expired.
    public void prune() {
        bench.state().prunePrivacyTokens(PrivacyToken.oldestLive(bench.now()));
    }
}
