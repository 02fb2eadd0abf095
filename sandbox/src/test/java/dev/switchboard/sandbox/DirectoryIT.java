// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.KeyIndexes;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.KeyDigest;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyUpload;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pre-keys, device lists and questions about users.
class DirectoryIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private int count(TestCompanion companion) {
        return PreKeyStanzas.count(companion.client().ask(PreKeyStanzas.countRequest(companion.newId())));
    }

    private Node fetch(Jid device) {
        Node answer = alice.client()
                .ask(PreKeyStanzas.fetchRequest(alice.newId(), List.of(new PreKeyStanzas.Wanted(device, false))));
        return answer.requireChild("list").requireChild("user");
    }

    @Test
    void startsWithoutKeysAndCountsUploads() {
        try (TestCompanion fresh = TestCompanion.linked(sandbox, newPhone())) {
            fresh.logIn();
            assertThat(count(fresh)).isZero();
            assertThat(fresh.client()
                            .ask(KeyDigest.request("d0"))
                            .requireChild("error")
                            .text("code"))
                    .hasValue("404");
            assertThat(fresh.uploadKeys(1, 812).text("type")).hasValue("result");
            assertThat(count(fresh)).isEqualTo(812);
            fresh.uploadKeys(812, 2);
            assertThat(count(fresh)).isEqualTo(813);
        }
    }

    @Test
    void handsOutEachOneTimeKeyOnceOldestFirstUnderEitherAddress() {
        KeyBundle first = KeyBundle.of(fetch(bob.pn()));
        KeyBundle second = KeyBundle.of(fetch(bob.lid()));
        assertThat(first.identity()).isEqualTo(bob.identity().publicKey());
        assertThat(first.preKey().orElseThrow().id()).isEqualTo(2);
        assertThat(second.preKey().orElseThrow().id()).isEqualTo(3);
        assertThat(first.deviceIdentity()).isPresent();
        assertThat(first.signedPreKey().isSignedBy(first.identity())).isTrue();
        assertThat(count(bob)).isEqualTo(8);
    }

    @Test
    void givesABundleWithoutOneTimeKeyWhenNoneIsLeft() {
        for (int i = 0; i < 10; i++) {
            fetch(bob.pn());
        }
        assertThat(KeyBundle.of(fetch(bob.pn())).preKey()).isEmpty();
    }

    @Test
    void tellsADeviceThatRunsLow() {
        for (int i = 0; i < 5; i++) {
            fetch(bob.pn());
        }
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("notification"));
        fetch(bob.pn());
        Node notice = bob.client().await("notification");
        assertThat(notice.text("type")).hasValue("encrypt");
        assertThat(notice.requireJid("from")).isEqualTo(Jid.SERVER);
        assertThat(notice.requireChild("count").text("value")).hasValue("4");
    }

    @Test
    void tellsADeviceThatRanLowWhileItWasAwayOnItsReturn() {
        leave(bob);
        for (int i = 0; i < 8; i++) {
            fetch(bob.pn());
        }
        bob.logIn();
        bob.activate();
        Node notice = bob.client().await("notification");
        assertThat(notice.requireChild("count").text("value")).hasValue("2");
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("notification"));
    }

    @Test
    void answersForEachDeviceOnItsOwn() {
        Node answer = alice.client()
                .ask(PreKeyStanzas.fetchRequest(
                        "f1",
                        List.of(
                                new PreKeyStanzas.Wanted(Jid.pn("15550000000", 3), false),
                                new PreKeyStanzas.Wanted(bob.pn().bare(), true))));
        List<Node> users = answer.requireChild("list").children("user");
        assertThat(users.get(0).requireChild("error").text("code")).hasValue("404");
        KeyBundle phone = KeyBundle.of(users.get(1));
        assertThat(phone.preKey()).isPresent();
        assertThat(phone.deviceIdentity()).isEmpty();
    }

    @Test
    void digestsTheKeysThatAreLeft() {
        fetch(bob.pn());
        KeyDigest digest = KeyDigest.of(bob.client().ask(KeyDigest.request("d1")));
        assertThat(digest.preKeyIds()).containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(digest.hash().size()).isEqualTo(20);
    }

    @Test
    void refusesASignedPreKeyThatTheIdentityDidNotSign() {
        KeyPair stranger = KeyPair.generate(new SecureRandom());
        Node upload = new PreKeyUpload(
                        1,
                        bob.identity().publicKey(),
                        List.of(),
                        SignedPreKey.generate(2, stranger.privateKey(), new SecureRandom())
                                .publicPreKey())
                .toIq("u1");
        assertThat(bob.client().ask(upload).requireChild("error").text("code")).hasValue("406");
    }

    @Test
    void replacesTheSignedPreKey() {
        SignedPreKey next = SignedPreKey.generate(2, bob.identity().privateKey(), new SecureRandom());
        assertThat(bob.client()
                        .ask(PreKeyStanzas.rotateRequest("r1", next.publicPreKey()))
                        .text("type"))
                .hasValue("result");
        assertThat(KeyBundle.of(fetch(bob.pn())).signedPreKey()).isEqualTo(next.publicPreKey());
    }

    @Test
    void listsDevicesWithTheirIndexesInTheNamespaceAsked() {
        for (Jid asked : List.of(bob.pn().bare(), bob.lid().bare())) {
            Node user = usync(
                    Node.builder("user").attr("jid", asked).build(),
                    Node.builder("devices").attr("version", 2).build());
            assertThat(user.requireJid("jid")).isEqualTo(asked);
            Node list = user.requireChild("devices").requireChild("device-list");
            assertThat(list.text("hash")).hasValue(DeviceListHash.of(List.of(asked, asked.withDevice(1))));
            assertThat(list.children("device"))
                    .extracting(node -> node.requireText("id"))
                    .containsExactly("0", "1");
            assertThat(list.children("device").get(0).has("key-index")).isFalse();
            assertThat(list.children("device").get(1).text("key-index")).hasValue("1");
            Node signed = user.requireChild("devices").requireChild("key-index-list");
            assertThat(KeyIndexes.readUnverified(signed.contentBytes()).validIndexes())
                    .contains(0, 1);
        }
    }

    private Node usync(Node user, Node... protocols) {
        Node iq = Iq.get(alice.newId(), "usync")
                .child(Node.builder("usync")
                        .attr("sid", "1")
                        .attr("mode", "query")
                        .attr("last", "true")
                        .attr("index", "0")
                        .attr("context", "message")
                        .child(Node.of("query", protocols))
                        .child(Node.of("list", user)))
                .build();
        Node answer = alice.client().ask(iq).requireChild("usync");
        assertThat(answer.text("sid")).hasValue("1");
        assertThat(answer.requireChild("result").children())
                .extracting(Node::tag)
                .containsExactly(
                        java.util.Arrays.stream(protocols).map(Node::tag).toArray(String[]::new));
        return answer.requireChild("list").requireChild("user");
    }

    @Test
    void mapsNumbersToHiddenIds() {
        Node user = usync(Node.builder("user").attr("jid", bob.pn().bare()).build(), Node.of("lid"));
        assertThat(user.requireChild("lid").requireJid("val"))
                .isEqualTo(bob.lid().bare());
    }

    @Test
    void tellsWhetherANumberIsKnownAndEchoesItAsAsked() {
        String number = bob.pn().user();
        Node known =
                usync(Node.of("user", Node.builder("contact").utf8("+" + number).build()), Node.of("contact"));
        assertThat(known.requireJid("jid")).isEqualTo(bob.pn().bare());
        assertThat(known.requireChild("contact").text("type")).hasValue("in");
        assertThat(known.requireChild("contact").contentBytes()).isEqualTo(Bytes.utf8("+" + number));
        Node unknown = usync(
                Node.of("user", Node.builder("contact").utf8("+15550000000").build()), Node.of("contact"));
        assertThat(unknown.requireChild("contact").text("type")).hasValue("out");
        Node old = usync(
                Node.of("user", Node.builder("contact").utf8(number + "@c.us").build()),
                Node.builder("contact").attr("addressing_mode", "lid").build());
        assertThat(old.requireJid("jid")).isEqualTo(bob.lid().bare());
        assertThat(old.requireJid("pn_jid")).isEqualTo(bob.pn().bare());
    }

    @Test
    void saysThatAnUnknownUserHasNoDevices() {
        Node user = usync(
                Node.builder("user").attr("jid", Jid.pn("15550000000")).build(),
                Node.builder("devices").attr("version", 2).build());
        assertThat(user.requireChild("devices").requireChild("error").text("code"))
                .hasValue("404");
    }

    @Test
    void announcesANewDeviceToAcquaintancesAndOwnCompanions() {
        sendAndAwaitAck(bob, message("D1", alice.pn().bare(), alice.pn()).build());
        alice.client().clear();
        try (TestCompanion second = TestCompanion.linked(sandbox, bob.pn().user())) {
            Node news = alice.client().await("notification");
            assertThat(news.text("type")).hasValue("devices");
            assertThat(news.requireJid("from")).isEqualTo(bob.pn().bare());
            assertThat(news.requireJid("lid")).isEqualTo(bob.lid().bare());
            Node added = news.requireChild("add");
            List<Jid> all = List.of(bob.pn().bare(), bob.pn(), second.pn());
            assertThat(added.text("device_hash")).hasValue(DeviceListHash.of(all));
            assertThat(added.requireChild("device").requireJid("jid")).isEqualTo(second.pn());
            assertThat(added.requireChild("device").text("key-index")).isPresent();
            assertThat(added.requireChild("key-index-list").contentBytes().isEmpty())
                    .isFalse();
            Node own = bob.client().await("notification");
            assertThat(own.text("type")).hasValue("account_sync");
            assertThat(own.requireChild("devices").children("device")).hasSize(3);
        }
    }

    @Test
    void announcesARemovedDevice() {
        sendAndAwaitAck(bob, message("D2", alice.pn().bare(), alice.pn()).build());
        alice.client().clear();
        sandbox.phones().removeDevice(bob.pn().user(), 1);
        Node news = alice.client().await("notification");
        Node removed = news.requireChild("remove");
        assertThat(removed.requireChild("device").requireJid("jid")).isEqualTo(bob.pn());
        assertThat(removed.requireChild("key-index-list").text("ts")).isPresent();
        bob.client().awaitEnd();
    }

    @Test
    void announcesANewIdentityAndRemovesTheCompanions() {
        Bytes before = sandbox.network().account(bob.pn().user()).orElseThrow().identity();
        sandbox.phones().changeIdentity(bob.pn().user());
        Node news = alice.client()
                .await("the identity", node -> node.hasText("type", "encrypt") && node.hasChild("identity"));
        assertThat(news.requireJid("from")).isEqualTo(bob.pn().bare());
        assertThat(bob.client().await("stream:error").text("code")).hasValue("401");
        var account = sandbox.network().account(bob.pn().user()).orElseThrow();
        assertThat(account.identity()).isNotEqualTo(before);
        assertThat(account.devices()).hasSize(1);
        assertThat(KeyBundle.of(fetch(bob.pn().bare())).identity().raw()).isEqualTo(account.identity());
        assertThat(Optional.of(account.phone())).hasValue(bob.pn().user());
    }
}
