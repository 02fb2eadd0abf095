// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.delivered;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sandbox with a data folder remembers: it is cut off without a word, as by a kill, and started anew on a
/// copy of its files.
class PersistenceIT {

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private int lives;

    @BeforeEach
    void open() {
        sandbox = start(folder.resolve("life-0"));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Sandbox start(Path data) {
        return Sandbox.start(SandboxConfig.builder().tls(false).dataFolder(data).build());
    }

    /// Takes the files as they lie on the disk now, and starts from those.
    private void crash(TestCompanion... companions) {
        Path before = folder.resolve("life-" + lives);
        Path after = folder.resolve("life-" + ++lives);
        try (Stream<Path> files = Files.walk(before)) {
            for (Path file : files.toList()) {
                Files.copy(file, after.resolve(before.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Sandbox old = sandbox;
        sandbox = start(after);
        old.close();
        for (TestCompanion companion : companions) {
            companion.moveTo(sandbox);
        }
    }

    private AccountView newAccount() {
        return sandbox.phones().createAccount(Optional.empty(), Optional.of("Ada"), Optional.of("busy"));
    }

    @Test
    void keepsItsKeysSoThatClientsCanResume() {
        Bytes root = sandbox.noiseRoot();
        TestCompanion companion = TestCompanion.ready(sandbox, newAccount().phone());
        crash(companion);
        assertThat(sandbox.noiseRoot()).isEqualTo(root);
        companion.logIn();
        companion.activate();
        companion.close();
    }

    @Test
    void keepsAccountsDevicesAndKeys() {
        AccountView account = newAccount();
        TestCompanion companion = TestCompanion.ready(sandbox, account.phone());
        TestCompanion asker = TestCompanion.ready(sandbox, newAccount().phone());
        fetch(asker, companion);
        crash(companion, asker);
        AccountView again = sandbox.network().account(account.phone()).orElseThrow();
        assertThat(again.lid()).isEqualTo(account.lid());
        assertThat(again.pushName()).isEqualTo("Ada");
        assertThat(again.about()).isEqualTo("busy");
        assertThat(again.devices()).hasSize(2);
        assertThat(sandbox.network().accountNamed("Ada").orElseThrow().phone()).isEqualTo(account.phone());
        companion.logIn();
        assertThat(PreKeyStanzas.count(companion.client().ask(PreKeyStanzas.countRequest("c1"))))
                .isEqualTo(9);
        asker.logIn();
        assertThat(fetch(asker, companion)).isEqualTo(3);
        companion.close();
        asker.close();
    }

    private static int fetch(TestCompanion asker, TestCompanion owner) {
        Node answer = asker.client()
                .ask(PreKeyStanzas.fetchRequest(asker.newId(), List.of(new PreKeyStanzas.Wanted(owner.pn(), false))));
        return ((PreKeyStanzas.Fetched.Found) PreKeyStanzas.fetched(answer).getFirst())
                .bundle()
                .preKey()
                .orElseThrow()
                .id();
    }

    @Test
    void losesNoAcknowledgedMessageAndDeliversNoneTwice() {
        TestCompanion alice = TestCompanion.ready(sandbox, newAccount().phone());
        TestCompanion bob = TestCompanion.ready(sandbox, newAccount().phone());
        sendAndAwaitAck(alice, message("P1", bob.pn().bare(), bob.pn()).build());
        sendAndAwaitAck(bob, delivered(awaitMessage(bob, "P1")));
        bob.client().close();
        Node second = message("P2", bob.pn().bare(), bob.pn()).build();
        sendAndAwaitAck(alice, second);
        crash(alice, bob);
        alice.logIn();
        alice.activate();
        assertThat(sendAndAwaitAck(alice, second).has("error")).isFalse();
        bob.logIn();
        bob.activate();
        assertThat(bob.client().settled())
                .filteredOn(node -> node.hasTag("message"))
                .extracting(node -> node.requireText("id"))
                .containsExactly("P2");
        alice.close();
        bob.close();
    }

    @Test
    void keepsAppState() {
        TestCompanion companion = TestCompanion.ready(sandbox, newAccount().phone());
        Bytes patch =
                Bytes.copyOf(SyncdPatch.newBuilder().setDeviceIndex(3).build().toByteArray());
        companion
                .client()
                .ask(AppStateStanzas.request("a1", List.of(AppStateStanzas.Wanted.push("regular", 0, patch))));
        crash(companion);
        companion.logIn();
        Node answer = companion
                .client()
                .ask(AppStateStanzas.request(
                        "a2",
                        List.of(
                                AppStateStanzas.Wanted.everything("regular"),
                                AppStateStanzas.Wanted.everything("critical_block"))));
        assertThat(AppStateStanzas.answers(answer))
                .allMatch(collection -> collection.patches().size() == 1);
        companion.close();
    }

    @Test
    void forgetsARemovedDevice() {
        AccountView account = newAccount();
        TestCompanion companion = TestCompanion.ready(sandbox, account.phone());
        sandbox.phones().removeDevice(account.phone(), 1);
        crash(companion);
        assertThat(sandbox.network().account(account.phone()).orElseThrow().devices())
                .hasSize(1);
        companion.connect();
        companion.client().await("failure");
        assertThat(TestCompanion.linked(sandbox, account.phone()).pn().device()).isEqualTo(2);
    }

    @Test
    void forgetsEverythingButItsKeysWhenReset() {
        Bytes root = sandbox.noiseRoot();
        newAccount();
        sandbox.network().reset();
        assertThat(sandbox.network().accounts()).isEmpty();
        crash();
        assertThat(sandbox.network().accounts()).isEmpty();
        assertThat(sandbox.noiseRoot()).isEqualTo(root);
        newAccount();
    }

    @Test
    void countsDeliveriesOverRestartsAndCrashes() {
        TestCompanion alice = TestCompanion.ready(sandbox, newAccount().phone());
        TestCompanion bob = TestCompanion.ready(
                sandbox,
                sandbox.phones()
                        .createAccount(Optional.empty(), Optional.of("Bob"), Optional.empty())
                        .phone());
        bob.client().close();
        while (sandbox.network().account(bob.pn().user()).orElseThrow().online()) {
            Thread.onSpinWait();
        }
        Stanzas.sendAndAwaitAck(
                alice, Stanzas.message("N1", bob.pn().bare(), bob.pn()).build());
        crash(alice, bob);
        bob.logIn();
        bob.activate();
        assertThat(Stanzas.awaitMessage(bob, "N1").text("offline")).hasValue("0");
        crash(alice, bob);
        bob.logIn();
        bob.activate();
        assertThat(Stanzas.awaitMessage(bob, "N1").text("offline")).hasValue("1");
        crash(alice, bob);
        crash(alice, bob);
        bob.logIn();
        bob.activate();
        Node third = Stanzas.awaitMessage(bob, "N1");
        assertThat(third.text("offline")).hasValue("2");
        bob.client().send(Stanzas.delivered(third));
        bob.client().settled();
        crash(alice, bob);
        bob.logIn();
        assertThat(bob.activate().requireChild("offline").number("count")).hasValue(0);
    }

    @Test
    void keepsPicturesTokensAndScenarios() {
        AccountView restricted =
                sandbox.phones().createAccount(Optional.empty(), Optional.of("restricted:x"), Optional.empty());
        TestCompanion alice = TestCompanion.ready(sandbox, restricted.phone());
        TestCompanion bob = TestCompanion.ready(sandbox, newAccount().phone());
        Node picture = alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.PICTURE)
                        .child(Node.builder("picture").attr("type", "image").utf8("jpeg"))
                        .build())
                .requireChild("picture");
        alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of(
                                "tokens",
                                Node.builder("token")
                                        .attr("jid", bob.lid().bare())
                                        .attr("type", "trusted_contact")
                                        .build()))
                        .build());
        Bytes token = bob.client()
                .await("a token", node -> node.hasText("type", "privacy_token"))
                .requireChild("tokens")
                .requireChild("token")
                .contentBytes();
        crash(alice, bob);
        assertThat(sandbox.network().account(restricted.phone()).orElseThrow().privacy())
                .isEqualTo(restricted.privacy());
        bob.logIn();
        bob.activate();
        Node found = bob.client()
                .ask(Iq.get(bob.newId(), Iq.Xmlns.PICTURE)
                        .attr("target", alice.pn().bare())
                        .child(Node.builder("picture")
                                .attr("type", "image")
                                .attr("query", "url")
                                .child(Node.of("tctoken", token)))
                        .build())
                .requireChild("picture");
        assertThat(found.text("id")).isEqualTo(picture.text("id"));
        assertThat(Stanzas.sendAndAwaitAck(
                                bob,
                                Stanzas.message("K1", alice.lid().bare(), alice.lid())
                                        .child(Node.of("tctoken", token))
                                        .build())
                        .has("error"))
                .isFalse();
    }

    @Test
    void keepsGroupsWithTheirSettingsAndPeople() {
        TestCompanion ada = TestCompanion.ready(sandbox, newAccount().phone());
        TestCompanion bob = TestCompanion.ready(sandbox, newAccount().phone());
        TestCompanion eve = TestCompanion.ready(sandbox, newAccount().phone());
        Jid group = GroupStanzas.create(ada, "Chess", bob.pn().bare());
        GroupStanzas.set(
                ada,
                group,
                Node.builder("description")
                        .attr("id", "D")
                        .child(Node.builder("body").utf8("Openings"))
                        .build());
        GroupStanzas.set(ada, group, Node.of("locked"));
        GroupStanzas.set(
                ada, group, Node.builder("ephemeral").attr("expiration", 86400).build());
        GroupStanzas.set(
                ada,
                group,
                Node.of(
                        "membership_approval_mode",
                        Node.builder("group_join").attr("state", "on").build()));
        Node invite = GroupStanzas.get(ada, group, Node.of("invite")).requireChild("invite");
        GroupStanzas.set(eve, Jid.GROUP_SERVER, invite);
        Node before = GroupStanzas.group(ada, group);
        crash(ada, bob, eve);
        ada.logIn();
        ada.activate();
        assertThat(GroupStanzas.group(ada, group)).isEqualTo(before);
        assertThat(GroupStanzas.get(ada, group, Node.of("membership_approval_requests"))
                        .requireChild("membership_approval_requests")
                        .children())
                .hasSize(1);
        bob.logIn();
        bob.activate();
        sendAndAwaitAck(ada, GroupStanzas.message("G1", group, bob.lid()).build());
        assertThat(awaitMessage(bob, "G1").children("enc")).hasSize(2);
        ada.close();
        bob.close();
        eve.close();
    }

    @Test
    void keepsNewslettersWithTheirPostsAndReactions() {
        TestCompanion ada = TestCompanion.ready(sandbox, newAccount().phone());
        Jid news = NewsletterIT.create(ada);
        Node post = Node.builder("message")
                .attr("id", "P1")
                .attr("to", news)
                .attr("type", "text")
                .child(Node.builder("plaintext").utf8("hello"))
                .build();
        long number = sendAndAwaitAck(ada, post).requireNumber("server_id");
        Node reaction = Node.builder("message")
                .attr("id", "R1")
                .attr("to", news)
                .attr("type", "reaction")
                .attr("server_id", number)
                .child(Node.builder("reaction").attr("code", "x"))
                .build();
        sendAndAwaitAck(ada, reaction);
        crash(ada);
        ada.logIn();
        ada.activate();
        Node kept = ada.client()
                .ask(Iq.get(ada.newId(), news, "newsletter")
                        .child(Node.builder("messages").attr("count", 5))
                        .build())
                .requireChild("messages")
                .requireChild("message");
        assertThat(kept.requireChild("plaintext").contentText()).isEqualTo("hello");
        assertThat(kept.requireChild("reactions").requireChild("reaction").text("code"))
                .hasValue("x");
        assertThat(sendAndAwaitAck(ada, post.toBuilder().attr("id", "P2").build())
                        .requireNumber("server_id"))
                .isEqualTo(number + 1);
        ada.close();
    }
}
