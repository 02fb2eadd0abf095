// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.pairing;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.LinkInput;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.CompanionPlatform;
import dev.switchboard.wire.pairing.LinkCodeExchange;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import dev.switchboard.wire.stanza.PairingStanzas;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Links a device that is not linked yet: shows QR codes, exchanges keys over a link code, and takes the account in.
public final class Pairing {

    private static final Duration CODE_LIFE = Duration.ofMinutes(3);
    private static final int PHONE_TRIES = 3;

    /// What the phone is shown while a code is typed.
    ///
    /// @param browser one the server knows
    /// @param os one the server knows
    public record Display(String browser, String os) {

        private String text() {
            return browser + " (" + os + ")";
        }

        private CompanionPlatform platform() {
            return CompanionPlatform.ofBrowser(os, browser);
        }
    }

    private record Code(PairingCode code, KeyPair ephemeral, Bytes ref, String phone, int tries, Instant expires) {
        Code triedAgain() {
            return new Code(code, ephemeral, ref, phone, tries + 1, expires);
        }
    }

    private final Workbench bench;
    private final Display display;
    private final Consumer<LinkInput> link;
    private @Nullable Code code;
    private boolean codeFinished;

    /// @param link takes what happens to the link
    public Pairing(Workbench bench, Display display, Consumer<LinkInput> link) {
        this.bench = bench;
        this.display = display;
        this.link = link;
    }

    /// A registration connection begins: nothing of an earlier one counts.
    public void reset() {
        code = null;
        codeFinished = false;
    }

    /// Handles a request of the server, if it is about linking.
    public boolean request(Node iq) {
        Optional<PairingStanzas.PairDevice> offer = PairingStanzas.PairDevice.in(iq);
        if (offer.isPresent()) {
            bench.send(Iq.clientResult(iq).build());
            link.accept(new LinkInput.RefsOffered(PairingStanzas.refTexts(offer.get())));
            return true;
        }
        Optional<PairingStanzas.PairSuccess> success = PairingStanzas.PairSuccess.in(iq);
        success.ifPresent(grant -> accept(iq, grant));
        return success.isPresent();
    }

    // QR

    /// Shows the first of these references, with the secret of this moment.
    public void show(LinkState.AwaitingScan scan) {
        OwnKeys keys = bench.state().credentials().keys();
        PairingQr qr = new PairingQr(
                scan.refs().getFirst(),
                keys.noise().publicKey(),
                new CompanionKeys(keys.identity().publicKey(), keys.advSecret()),
                Optional.of(display.platform()));
        bench.emit(new ClientEvent.QrOffered(qr.text(), scan.expires()));
    }

    /// The server wants the secret replaced, often right after a scan; the code on display changes with it.
    public void refresh(LinkState state) {
        if (bench.state().credentials().linked() || codeFinished) {
            return;
        }
        bench.state().updateCredentials(it -> it.withKeys(it.keys().withFreshAdvSecret(bench.random())));
        if (state instanceof LinkState.AwaitingScan scan) {
            show(scan);
        }
    }

    // Link code

    /// Asks the server for a link by code.
    ///
    /// @param phone digits only
    public void requestCode(String phone, Reply<Answer<String>> reply) {
        Code present = code;
        if (present != null && present.phone().equals(phone) && bench.now().isBefore(present.expires())) {
            bench.afterCommit(
                    () -> reply.complete(new Answer.Given<>(present.code().display())));
            return;
        }
        PairingCode fresh = PairingCode.generate(bench.random());
        KeyPair ephemeral = KeyPair.generate(bench.random());
        Instant expires = bench.now().plus(CODE_LIFE);
        LinkCode hello = new LinkCode.CompanionHello(
                Jid.pn(phone),
                true,
                fresh.wrap(ephemeral.publicKey(), bench.random()),
                bench.state().credentials().keys().noise().publicKey().raw(),
                display.platform().id(),
                display.text(),
                Bytes.of((byte) 0),
                Optional.empty());
        bench.ask(hello.toIq(bench.nextId()), answer -> {
            if (answer instanceof Answer.Given<Node>(Node result)) {
                code = new Code(fresh, ephemeral, LinkCode.helloRef(result), phone, 0, expires);
                codeFinished = false;
                bench.emit(new ClientEvent.CodeOffered(fresh.display(), expires));
                link.accept(new LinkInput.CodeOffered(expires));
            }
            bench.afterCommit(() -> reply.complete(answer.map(_ -> fresh.display())));
        });
    }

    /// A stage of linking by code, told by the server.
    public void stage(LinkCode stage) {
        Code present = code;
        switch (stage) {
            case LinkCode.PrimaryHello hello -> {
                if (present != null && present.ref().equals(hello.ref()) && present.tries() < PHONE_TRIES) {
                    code = present.triedAgain();
                    answerPhone(present, hello);
                }
            }
            case LinkCode.RefreshCode(Optional<Bytes> ref, var _) -> {
                if (present != null && ref.map(present.ref()::equals).orElse(true)) {
                    code = null;
                    requestCode(present.phone(), new Reply<>());
                }
            }
            case LinkCode.CompanionHello _, LinkCode.CompanionFinish _, LinkCode.Unknown _ -> {}
        }
    }

    private void answerPhone(Code present, LinkCode.PrimaryHello hello) {
        OwnKeys keys = bench.state().credentials().keys();
        LinkCodeExchange.Finish finish = LinkCodeExchange.finish(
                new LinkCodeExchange.Own(present.ephemeral(), keys.identity()),
                new LinkCodeExchange.Other(
                        present.code().unwrap(hello.wrappedEphemeral()), PublicKey.of(hello.identity())),
                bench.random());
        bench.state().updateCredentials(it -> it.withKeys(it.keys().withAdvSecret(finish.advSecret())));
        codeFinished = true;
        LinkCode last = new LinkCode.CompanionFinish(
                Optional.of(Jid.pn(present.phone())),
                present.ref(),
                finish.wrappedKeyBundle(),
                keys.identity().publicKey().raw());
        bench.ask(last.toIq(bench.nextId()), _ -> {});
        link.accept(new LinkInput.PhoneAnswered());
    }

    // The end of both

    private void accept(Node iq, PairingStanzas.PairSuccess success) {
        if (bench.state().credentials().linked()) {
            bench.send(Iq.clientError(iq, 500, "internal-error"));
            return;
        }
        OwnKeys keys = bench.state().credentials().keys();
        AdvIdentity.Accepted accepted;
        try {
            accepted = AdvIdentity.accept(success.identity(), keys.advSecret(), keys.identity(), bench.random());
        } catch (PairingFailed e) {
            bench.send(refusal(iq, e.reason()));
            return;
        }
        Optional<Jid> lid = success.lid();
        if (lid.isEmpty()) {
            bench.send(Iq.clientError(iq, 500, "internal-error"));
            return;
        }
        store(success, lid.get(), accepted);
        bench.send(new PairingStanzas.PairDeviceSign(accepted.grant().keyIndex(), accepted.reply()).toIq(iq));
        code = null;
        link.accept(new LinkInput.AccountStored());
    }

    private static Node refusal(Node iq, PairingFailed.Reason reason) {
        return switch (reason) {
            case BAD_MAC, WRONG_CODE -> Iq.clientError(iq, 401, "hmac-mismatch");
            case BAD_SIGNATURE -> Iq.clientError(iq, 401, "signature-mismatch");
            case MALFORMED -> Iq.clientError(iq, 500, "internal-error");
        };
    }

    private void store(PairingStanzas.PairSuccess success, Jid lid, AdvIdentity.Accepted accepted) {
        Account account = new Account(
                success.jid(),
                lid,
                accepted.deviceIdentity(),
                success.platform().orElse(""),
                success.businessName(),
                success.businessName(),
                bench.now());
        bench.state().updateCredentials(it -> it.withAccount(account));
        bench.state().putLidMapping(success.jid(), lid);
        bench.state().putIdentity(lid.bare().signalAddress(), accepted.accountKey());
        bench.emit(new ClientEvent.Linked(success.jid(), lid, account.platform(), success.businessName()));
    }

    /// Whether these digits can be a phone number.
    public static boolean plausible(String phone) {
        return phone.length() >= 7
                && phone.length() <= 15
                && phone.charAt(0) != '0'
                && phone.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// The states in which a code can be asked for.
    public static boolean canAskForCode(LinkState state) {
        return state instanceof LinkState.AwaitingScan || state instanceof LinkState.AwaitingCode;
    }
}
