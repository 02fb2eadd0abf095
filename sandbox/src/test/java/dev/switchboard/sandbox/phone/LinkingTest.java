// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static dev.switchboard.sandbox.phone.PhoneFixture.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.PairDevice;
import dev.switchboard.sandbox.primary.PendingCompanion;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.KeyIndexes;
import dev.switchboard.wire.pairing.LinkCodeExchange;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkingTest {

    private static final Bytes REF = Bytes.utf8("ref-of-the-code");

    private final PhoneFixture world = new PhoneFixture();
    private final KeyPair identity = KeyPair.generate(world.random);
    private final KeyPair noise = KeyPair.generate(world.random);
    private final Bytes secret = Bytes.copyOf(world.random.bytes(32));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void vouchesForACompanionByItsQrCode() {
        world.network.pending = pending(Optional.empty());

        LinkedDevice linked = world.phones.scan(qr(), Optional.of(ANN));

        assertThat(linked.phone()).isEqualTo(ANN);
        assertThat(linked.device()).isEqualTo(1);
        PairDevice request = world.network.pairings.getFirst();
        assertThat(request.noise()).isEqualTo(noise.publicKey().raw());
        AdvIdentity.Accepted accepted = AdvIdentity.accept(request.deviceIdentity(), secret, identity, world.random);
        assertThat(accepted.accountKey().raw()).isEqualTo(world.ann.identity());
        assertThat(accepted.grant().keyIndex()).isEqualTo(1);
        KeyIndexes list = KeyIndexes.verify(request.keyIndexList().signed(), PublicKey.of(world.ann.identity()));
        assertThat(list.validIndexes()).containsExactly(0, 1);
        assertThat(list.rawId()).isEqualTo(accepted.grant().rawId());
    }

    @Test
    void countsCompanionsOnAndListsTheLiveOnes() {
        world.network.pending = pending(Optional.empty());
        world.phones.scan(qr(), Optional.of(ANN));
        world.phones.scan(qr(), Optional.of(ANN));
        assertThat(world.network.pairings.getLast().keyIndex()).isEqualTo(2);

        world.phones.removeDevice(ANN, 1);
        world.phones.companionRemoved(ANN, new DeviceView(1, false, 1, false, 0, Bytes.EMPTY, Bytes.EMPTY));
        world.annsHistory();

        KeyIndexes list =
                KeyIndexes.verify(world.network.published.getLast().signed(), PublicKey.of(world.ann.identity()));
        assertThat(list.validIndexes()).containsExactly(0, 2);
        assertThat(list.currentIndex()).isEqualTo(2);
    }

    @Test
    void findsThePhoneThatGoesByTheClientsName() {
        world.network.pending = pending(Optional.of("Ann"));
        assertThat(world.phones.scan(qr(), Optional.empty()).phone()).isEqualTo(ANN);

        world.network.pending = pending(Optional.of("Dora"));
        String dora = world.phones.scan(qr(), Optional.empty()).phone();
        assertThat(world.network.account(dora))
                .hasValueSatisfying(account -> assertThat(account.pushName()).isEqualTo("Dora"));
        assertThat(world.phones.scan(qr(), Optional.empty()).phone()).isEqualTo(dora);

        world.network.pending = pending(Optional.empty());
        String nameless = world.phones.scan(qr(), Optional.empty()).phone();
        assertThat(world.network.account(nameless).orElseThrow().pushName()).isNotEmpty();
    }

    @Test
    void refusesWhatItCannotScan() {
        assertThatThrownBy(() -> world.phones.scan("hello", Optional.of(ANN))).isInstanceOf(PairingFailed.class);
        assertThatThrownBy(() -> world.phones.scan(qr(), Optional.of(ANN))).isInstanceOf(LinkRefused.class);
        world.network.pending = pending(Optional.empty());
        assertThatThrownBy(() -> world.phones.scan(qr(), Optional.of("15550109999")))
                .isInstanceOf(UnknownAccount.class);
    }

    @Test
    void linksByATypedCode() {
        PairingCode code = PairingCode.parse("ABCD-1234");
        KeyPair ephemeral = showCode(code);
        world.network.answerOther = iq -> {
            finishWith(code, ephemeral, iq);
            return Iq.serverResult(iq).build();
        };

        LinkedDevice linked = world.phones.typeCode(ANN, "abcd1234");

        assertThat(linked.device()).isEqualTo(1);
        PairDevice request = world.network.pairings.getFirst();
        assertThat(request.ref()).isEqualTo(REF.asUtf8());
        assertThat(request.identity()).isEqualTo(identity.publicKey().raw());
        assertThat(AdvIdentity.accept(request.deviceIdentity(), derivedSecret, identity, world.random)
                        .accountKey()
                        .raw())
                .isEqualTo(world.ann.identity());
    }

    @Test
    void noticesAWrongCodeAndGivesUpAfterThreeTries() {
        KeyPair ephemeral = showCode(PairingCode.parse("ABCD1234"));
        world.network.answerOther = iq -> {
            finishWith(PairingCode.parse("ABCD1234"), ephemeral, iq);
            return Iq.serverResult(iq).build();
        };

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> world.phones.typeCode(ANN, "ZZZZ9999"))
                    .isInstanceOf(PhoneException.WrongCode.class);
        }
        assertThatThrownBy(() -> world.phones.typeCode(ANN, "ABCD1234")).isInstanceOf(PhoneException.CodeExpired.class);
        assertThatThrownBy(() -> world.phones.typeCode(ANN, "ABCD1234"))
                .isInstanceOf(PhoneException.NoCodeAwaited.class);
    }

    @Test
    void refusesACodeThatIsTooOldOrNoCode() {
        showCode(PairingCode.parse("ABCD1234"));
        world.clock.advance(Duration.ofSeconds(181));

        assertThatThrownBy(() -> world.phones.typeCode(ANN, "ABCD1234")).isInstanceOf(PhoneException.CodeExpired.class);
        assertThatThrownBy(() -> world.phones.typeCode(ANN, "0000-0000")).isInstanceOf(PairingFailed.class);
    }

    private Bytes derivedSecret = Bytes.EMPTY;

    private KeyPair showCode(PairingCode code) {
        KeyPair ephemeral = KeyPair.generate(world.random);
        LinkCode hello = new LinkCode.CompanionHello(
                Jid.pn(ANN),
                true,
                code.wrap(ephemeral.publicKey(), world.random),
                noise.publicKey().raw(),
                "1",
                "Chrome (Linux)",
                Bytes.of((byte) 0),
                Optional.of(REF));
        world.phones.receive(ANN, notification(hello));
        world.annsHistory();
        return ephemeral;
    }

    /// What a companion does when the phone has shown that it knows the code.
    private void finishWith(PairingCode code, KeyPair ephemeral, Node iq) {
        LinkCode.PrimaryHello primary = (LinkCode.PrimaryHello) LinkCode.in(iq).orElseThrow();
        LinkCodeExchange.Finish finish = LinkCodeExchange.finish(
                new LinkCodeExchange.Own(ephemeral, identity),
                new LinkCodeExchange.Other(code.unwrap(primary.wrappedEphemeral()), PublicKey.of(primary.identity())),
                world.random);
        derivedSecret = finish.advSecret();
        LinkCode answer = new LinkCode.CompanionFinish(
                Optional.of(Jid.pn(ANN)),
                REF,
                finish.wrappedKeyBundle(),
                identity.publicKey().raw());
        world.phones.receive(ANN, notification(answer));
    }

    private static Node notification(LinkCode step) {
        return Node.builder("notification")
                .attr("type", LinkCode.TAG)
                .attr("from", Jid.SERVER)
                .attr("id", "n1")
                .child(step.toNode())
                .build();
    }

    private String qr() {
        return new PairingQr(
                        "2@ref", noise.publicKey(), new CompanionKeys(identity.publicKey(), secret), Optional.empty())
                .text();
    }

    private Optional<PendingCompanion> pending(Optional<String> pushName) {
        return Optional.of(new PendingCompanion(
                noise.publicKey().raw(), identity.publicKey().raw(), pushName, Bytes.EMPTY));
    }
}
