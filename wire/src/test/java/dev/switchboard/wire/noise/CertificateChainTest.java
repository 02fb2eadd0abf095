// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import static dev.switchboard.wire.noise.HandshakeFixture.NOW;
import static dev.switchboard.wire.noise.HandshakeFixture.VALIDITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.HandshakeFailed.Reason;
import dev.switchboard.wire.Recovery;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.CertChain;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CertificateChainTest {

    private final HandshakeFixture fixture = new HandshakeFixture();
    private final TrustRoot root = fixture.authority.trustRoot();
    private final PublicKey serverKey = fixture.serverKey.publicKey();

    @Test
    void acceptsItsOwnChainAtBothEndsOfTheValidity() {
        CertificateChain chain = fixture.chain();
        chain.verify(root, serverKey, NOW);
        chain.verify(root, serverKey, VALIDITY.notBefore());
        chain.verify(root, serverKey, VALIDITY.notAfter());
        CertificateChain.parse(chain.encode().toByteArray()).verify(root, serverKey, NOW);
        assertThat(chain.validity()).isEqualTo(VALIDITY);
    }

    @Test
    void rootOfWhatsAppIsTheKnownOne() {
        assertThat(TrustRoot.WHATSAPP.key().raw().hex())
                .isEqualTo("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b");
    }

    @Test
    void refusesAnotherRoot() {
        assertRefused(fixture.chain(), TrustRoot.WHATSAPP, Reason.UNTRUSTED);
        TrustRoot stranger = new TrustRoot(KeyPair.generate(fixture.random).publicKey());
        HandshakeFailed refusal = assertRefused(fixture.chain(), stranger, Reason.UNTRUSTED);
        assertThat(refusal.recovery()).isEqualTo(Recovery.NONE);
    }

    @Test
    void refusesDamagedSignatures() {
        CertificateChain chain = fixture.chain();
        assertRefused(new CertificateChain(damaged(chain.leaf()), chain.intermediate()), root, Reason.UNTRUSTED);
        assertRefused(new CertificateChain(chain.leaf(), damaged(chain.intermediate())), root, Reason.UNTRUSTED);
    }

    @Test
    void refusesDetailsThatWereNotSigned() {
        CertificateChain chain = fixture.chain();
        byte[] altered = chain.encode().toByteArray();
        int at = Bytes.copyOf(altered).hex().indexOf(serverKey.raw().hex()) / 2;
        altered[at] ^= 1;
        assertRefused(CertificateChain.parse(altered), root, Reason.UNTRUSTED);
    }

    @Test
    void refusesLeafSignedByAnotherThanTheIntermediate() {
        KeyPair stranger = KeyPair.generate(fixture.random);
        Certificate leaf = Certificate.sign(
                new Certificate.Statement(2, 1, serverKey, VALIDITY), stranger.privateKey(), fixture.random);
        assertRefused(new CertificateChain(leaf, fixture.chain().intermediate()), root, Reason.UNTRUSTED);
        Certificate byRoot = Certificate.sign(
                new Certificate.Statement(2, 1, serverKey, VALIDITY),
                fixture.authority.root().privateKey(),
                fixture.random);
        assertRefused(new CertificateChain(byRoot, fixture.chain().intermediate()), root, Reason.UNTRUSTED);
    }

    @Test
    void refusesExpiredCertificates() {
        Instant past = NOW.minusSeconds(1);
        var expired = new Certificate.Validity(VALIDITY.notBefore(), past);
        assertRefused(chain(leaf -> expired, intermediate -> intermediate), root, Reason.EXPIRED);
        assertRefused(chain(leaf -> leaf, intermediate -> expired), root, Reason.EXPIRED);
    }

    @Test
    void refusesCertificatesNotYetValid() {
        Instant soon = NOW.plusSeconds(1);
        var early = new Certificate.Validity(soon, VALIDITY.notAfter());
        assertRefused(chain(leaf -> early, intermediate -> intermediate), root, Reason.EXPIRED);
        assertRefused(chain(leaf -> leaf, intermediate -> early), root, Reason.EXPIRED);
    }

    @Test
    void refusesCertificateWithoutTimes() {
        byte[] details = CertChain.NoiseCertificate.Details.newBuilder()
                .setSerial(2)
                .setIssuerSerial(1)
                .setKey(ByteString.copyFrom(serverKey.toByteArray()))
                .build()
                .toByteArray();
        byte[] signature = dev.switchboard.wire.crypto.XEdDsa.sign(
                fixture.authority.intermediate().privateKey(), details, fixture.random);
        CertChain.NoiseCertificate leaf = CertChain.NoiseCertificate.newBuilder()
                .setDetails(ByteString.copyFrom(details))
                .setSignature(ByteString.copyFrom(signature))
                .build();
        CertificateChain chain = new CertificateChain(
                Certificate.parse(leaf, "leaf"), fixture.chain().intermediate());
        assertRefused(chain, root, Reason.EXPIRED);
    }

    @Test
    void refusesLeafForAnotherKey() {
        CertificateChain chain =
                fixture.authority.issue(KeyPair.generate(fixture.random).publicKey(), VALIDITY, fixture.random);
        assertRefused(chain, root, Reason.UNTRUSTED);
    }

    @Test
    void refusesWrongIssuerSerials() {
        assertRefused(chain(1, 0, 2), root, Reason.BAD_CERTIFICATE);
        assertRefused(chain(1, 1, 1), root, Reason.BAD_CERTIFICATE);
        assertThatCode(() -> chain(0xFFFF_FFFFL, 0, 0xFFFF_FFFFL).verify(root, serverKey, NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesIncompleteChains() {
        CertChain whole = parsed(fixture.chain());
        for (CertChain chain : new CertChain[] {
            CertChain.getDefaultInstance(),
            whole.toBuilder().clearLeaf().build(),
            whole.toBuilder().clearIntermediate().build(),
            altered(whole, leaf -> leaf.clearSignature()),
            altered(whole, leaf -> leaf.clearDetails()),
            altered(whole, leaf -> leaf.setSignature(ByteString.copyFrom(new byte[63]))),
            altered(whole, leaf -> leaf.setDetails(ByteString.copyFrom(new byte[] {1}))),
            altered(whole, leaf -> leaf.setDetails(ByteString.empty())),
        }) {
            assertThatExceptionOfType(HandshakeFailed.class)
                    .isThrownBy(() -> CertificateChain.parse(chain.toByteArray()))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_CERTIFICATE));
        }
    }

    @Test
    void readsTimesBeyondAllCalendars() {
        byte[] details = CertChain.NoiseCertificate.Details.newBuilder()
                .setKey(ByteString.copyFrom(serverKey.toByteArray()))
                .setNotAfter(-1)
                .build()
                .toByteArray();
        Certificate certificate = Certificate.parse(
                CertChain.NoiseCertificate.newBuilder()
                        .setDetails(ByteString.copyFrom(details))
                        .setSignature(ByteString.copyFrom(new byte[64]))
                        .build(),
                "leaf");
        assertThat(certificate.validity().contains(NOW)).isTrue();
    }

    @Test
    void survivesDamagedInput() {
        byte[] encoded = fixture.chain().encode().toByteArray();
        DecoderTorture torture = DecoderTorture.of(
                        WireException.class,
                        input -> CertificateChain.parse(input).verify(root, serverKey, NOW))
                .rounds(400)
                .maxAllocation(1 << 20)
                .run(encoded);
        // Protobuf has room for unsigned bytes between its fields, so a few alterations change nothing that counts.
        assertThat(torture.accepted()).isLessThan(torture.rejected() / 10);
    }

    private CertificateChain chain(
            UnaryOperator<Certificate.Validity> leafTime, UnaryOperator<Certificate.Validity> intermediateTime) {
        KeyPair intermediate = fixture.authority.intermediate();
        return new CertificateChain(
                Certificate.sign(
                        new Certificate.Statement(2, 1, serverKey, leafTime.apply(VALIDITY)),
                        intermediate.privateKey(),
                        fixture.random),
                Certificate.sign(
                        new Certificate.Statement(1, 0, intermediate.publicKey(), intermediateTime.apply(VALIDITY)),
                        fixture.authority.root().privateKey(),
                        fixture.random));
    }

    private CertificateChain chain(long intermediateSerial, long intermediateIssuer, long leafIssuer) {
        KeyPair intermediate = fixture.authority.intermediate();
        return new CertificateChain(
                Certificate.sign(
                        new Certificate.Statement(5, leafIssuer, serverKey, VALIDITY),
                        intermediate.privateKey(),
                        fixture.random),
                Certificate.sign(
                        new Certificate.Statement(
                                intermediateSerial, intermediateIssuer, intermediate.publicKey(), VALIDITY),
                        fixture.authority.root().privateKey(),
                        fixture.random));
    }

    private static Certificate damaged(Certificate certificate) {
        byte[] signature = certificate.signature().toByteArray();
        signature[10] ^= 1;
        return new Certificate(
                certificate.serial(),
                certificate.issuerSerial(),
                certificate.key(),
                certificate.validity(),
                certificate.details(),
                Bytes.copyOf(signature));
    }

    private static CertChain parsed(CertificateChain chain) {
        return CertChain.newBuilder()
                .setLeaf(chain.leaf().toProto())
                .setIntermediate(chain.intermediate().toProto())
                .build();
    }

    private static CertChain altered(CertChain whole, UnaryOperator<CertChain.NoiseCertificate.Builder> change) {
        return whole.toBuilder()
                .setLeaf(change.apply(whole.getLeaf().toBuilder()))
                .build();
    }

    private HandshakeFailed assertRefused(CertificateChain chain, TrustRoot trustRoot, Reason reason) {
        try {
            chain.verify(trustRoot, serverKey, NOW);
        } catch (HandshakeFailed e) {
            assertThat(e.reason()).isEqualTo(reason);
            return e;
        }
        throw new AssertionError("accepted");
    }
}
