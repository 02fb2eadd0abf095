// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.testclient;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.ClientPayloads;
import dev.switchboard.wire.stanza.ClientVersion;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.PairingStanzas;
import dev.switchboard.wire.stanza.PreKeyUpload;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A companion device: its keys, its account, its connections one after another.
public final class TestCompanion implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PHONE_MESSAGES = 5;
    private static final ClientVersion VERSION = new ClientVersion(2, 3000, 1);

    private Site site;
    private final KeyPair noise = KeyPair.generate(RANDOM);
    private final KeyPair identity = KeyPair.generate(RANDOM);
    private final SignedPreKey signedPreKey = SignedPreKey.generate(1, identity.privateKey(), RANDOM);
    private Bytes advSecret = random(32);
    private final int registrationId = 4711;
    private Optional<String> pushName = Optional.empty();
    private Optional<PublicKey> serverKey = Optional.empty();
    private Instant now = Instant.now();
    private Jid pn = Jid.SERVER;
    private Jid lid = Jid.SERVER;
    private @Nullable TestClient client;
    private int lastId;

    /// A device that is not linked.
    public TestCompanion(Sandbox sandbox) {
        this(Site.of(sandbox));
    }

    /// A device that is not linked, elsewhere.
    public TestCompanion(Site site) {
        this.site = site;
    }

    private static Bytes random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    /// The name it registers with.
    public TestCompanion named(String name) {
        pushName = Optional.of(name);
        return this;
    }

    /// The time it judges certificates by.
    public TestCompanion at(Instant time) {
        now = time;
        return this;
    }

    /// A companion of an account, linked, logged in, its keys uploaded, active, past what its phone sends first (to
    /// which the first of the eleven one-time keys went).
    public static TestCompanion ready(Sandbox sandbox, String phone) {
        TestCompanion companion = linked(sandbox, phone);
        companion.becomeReady();
        return companion;
    }

    /// Logs in for the first time, up to the point where all is quiet.
    public void becomeReady() {
        logIn();
        uploadKeys(1, 11);
        activate();
        takeHistory();
    }

    /// Waits for what the phone sends a new companion, confirms it, and forgets everything that came.
    public void takeHistory() {
        for (int i = 0; i < PHONE_MESSAGES; i++) {
            Node message = client().await("a peer message", node -> node.hasText("category", "peer"));
            client().send(Node.builder("receipt")
                    .attr("id", message.requireText("id"))
                    .attr("to", message.requireJid("from"))
                    .attr("type", "peer_msg")
                    .build());
        }
        client().settled();
        client().clear();
    }

    /// A companion of an account, linked and not logged in.
    public static TestCompanion linked(Sandbox sandbox, String phone) {
        TestCompanion companion = new TestCompanion(sandbox);
        companion.link(phone);
        return companion;
    }

    /// Connects to another sandbox from now on.
    public void moveTo(Sandbox other) {
        moveTo(Site.of(other));
    }

    /// Connects to another site from now on.
    public void moveTo(Site other) {
        site = other;
    }

    /// Its phone-number address.
    public Jid pn() {
        return pn;
    }

    /// Its hidden address.
    public Jid lid() {
        return lid;
    }

    /// Its identity.
    public KeyPair identity() {
        return identity;
    }

    /// Its static Noise key.
    public KeyPair noise() {
        return noise;
    }

    /// Agrees on another secret, as linking by code does.
    public void advSecret(Bytes secret) {
        advSecret = secret;
    }

    /// Its present connection.
    public TestClient client() {
        return Objects.requireNonNull(client, "not connected");
    }

    /// A fresh stanza id.
    public String newId() {
        return "T" + ++lastId + "-" + System.identityHashCode(this);
    }

    private TestClient.Target target(Intro intro) {
        return new TestClient.Target(site.chatUri(), site.caPem(), site.noiseRoot(), serverKey, intro, now);
    }

    private ClientPayloads.Profile profile() {
        return new ClientPayloads.Profile(VERSION, "en", "US", pushName);
    }

    /// Connects to be linked and takes the refs.
    public List<String> register() {
        client = TestClient.connect(target(Intro.PLAIN), noise, registration());
        Node offer = client().await("pair-device", node -> node.hasChild("pair-device"));
        client().send(Iq.clientResult(offer).build());
        return PairingStanzas.refTexts(PairingStanzas.PairDevice.in(offer).orElseThrow());
    }

    /// The registration.
    public ClientPayload registration() {
        return ClientPayloads.registration(
                profile(),
                new ClientPayloads.RegistrationKeys(registrationId, identity.publicKey(), signedPreKey.publicPreKey()),
                ClientPayloads.deviceProps("Test", DeviceProps.PlatformType.CHROME, false));
    }

    /// The text of the QR code for a ref.
    public String qr(String ref) {
        return new PairingQr(
                        ref, noise.publicKey(), new CompanionKeys(identity.publicKey(), advSecret), Optional.empty())
                .text();
    }

    /// Is linked to an account by a scan of its phone.
    public LinkedDevice link(String phone) {
        String ref = register().getFirst();
        CompletableFuture<LinkedDevice> scan = CompletableFuture.supplyAsync(() -> site.scan(qr(ref), phone));
        acceptPairing();
        Node error = client().await("stream:error");
        if (!error.hasText("code", "515")) {
            throw new AssertionError("not 515: " + error);
        }
        client().close();
        return scan.join();
    }

    /// Answers `pair-success` as it should be.
    public void acceptPairing() {
        Node success = client().await("pair-success", node -> node.hasChild("pair-success"));
        PairingStanzas.PairSuccess offer =
                PairingStanzas.PairSuccess.in(success).orElseThrow();
        AdvIdentity.Accepted accepted = AdvIdentity.accept(offer.identity(), advSecret, identity, RANDOM);
        pn = offer.jid();
        lid = offer.lid().orElseThrow();
        client().send(new PairingStanzas.PairDeviceSign(accepted.grant().keyIndex(), accepted.reply()).toIq(success));
    }

    /// Logs in, passive, and waits for success.
    public Node logIn() {
        connect();
        Node success = client().await("success");
        serverKey = Optional.of(client().serverKey());
        return success;
    }

    /// Connects as the linked device.
    public TestClient connect() {
        return connect(ClientPayloads.login(profile(), pn));
    }

    /// Connects with another payload.
    public TestClient connect(ClientPayload payload) {
        client = TestClient.connect(target(Intro.PLAIN), noise, payload);
        return client();
    }

    /// Connects with another intro.
    public TestClient connect(Intro intro) {
        client = TestClient.connect(target(intro), noise, ClientPayloads.login(profile(), pn));
        return client();
    }

    /// Forgets the server's key, so that the next login is a full handshake.
    public void forgetServerKey() {
        serverKey = Optional.empty();
    }

    /// Makes the server's key another one.
    public void mistakeServerKey() {
        serverKey = Optional.of(KeyPair.generate(RANDOM).publicKey());
    }

    /// Uploads one-time keys with these ids.
    public Node uploadKeys(int first, int count) {
        return client().ask(new PreKeyUpload(
                        registrationId,
                        identity.publicKey(),
                        PreKey.generate(first, count, RANDOM).stream()
                                .map(PreKey::publicPreKey)
                                .toList(),
                        signedPreKey.publicPreKey())
                .toIq(newId()));
    }

    /// Asks for its stanzas, and waits until the stored ones have come.
    ///
    /// @return the mark behind them
    public Node activate() {
        client().ask(Iq.set(newId(), "passive").child(Node.of("active")).build());
        return client().await("offline", node -> node.hasTag("ib") && node.hasChild("offline"));
    }

    /// Disconnects and comes back for its stanzas.
    public void comeBack() {
        client().close();
        logIn();
        activate();
    }

    @Override
    public void close() {
        TestClient known = client;
        if (known != null) {
            known.close();
        }
    }
}
