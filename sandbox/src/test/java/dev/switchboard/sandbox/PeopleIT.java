// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Iq;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pictures, about texts, timers, the blocklist and privacy settings, as two people see them.
class PeopleIT extends SandboxFixture {

    private static final Bytes IMAGE = Bytes.fromHex("ffd8ffe000104a46");
    private static final Bytes SMALL = Bytes.fromHex("ffd8ff01");

    private TestCompanion alice;
    private TestCompanion alicesOther;
    private TestCompanion bob;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        alice = TestCompanion.ready(sandbox, phone);
        alicesOther = TestCompanion.ready(sandbox, phone);
        bob = TestCompanion.ready(sandbox, newPhone());
        alice.client().settled();
        alice.client().clear();
    }

    @AfterEach
    void part() {
        alice.close();
        alicesOther.close();
        bob.close();
    }

    private static Node setPicture(TestCompanion who, Bytes image, Bytes small) {
        NodeBuilder iq = Iq.set(who.newId(), Iq.Xmlns.PICTURE);
        iq.child(Node.builder("picture").attr("type", "image").bytes(image));
        if (!small.isEmpty()) {
            iq.child(Node.builder("picture").attr("type", "preview").bytes(small));
        }
        return who.client().ask(iq.build());
    }

    private static Node askPicture(TestCompanion who, Jid target, String type, String knownId) {
        NodeBuilder picture = Node.builder("picture").attr("type", type).attr("query", "url");
        if (!knownId.isEmpty()) {
            picture.attr("id", knownId);
        }
        return who.client()
                .ask(Iq.get(who.newId(), Iq.Xmlns.PICTURE)
                        .attr("target", target)
                        .child(picture)
                        .build());
    }

    private static Node notification(TestCompanion who, String type) {
        return who.client().await(type, node -> node.hasTag("notification") && node.hasText("type", type));
    }

    private static byte[] fetch(String url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int code(Node iq) {
        return Math.toIntExact(iq.requireChild("error").number("code").orElse(0));
    }

    @Test
    void servesAPictureInBothSizesFromItsOwnPort() {
        String id = setPicture(alice, IMAGE, SMALL).requireChild("picture").requireText("id");
        Node large = askPicture(bob, alice.lid(), "image", "").requireChild("picture");
        assertThat(large.text("id")).hasValue(id);
        assertThat(large.text("hash"))
                .hasValue(Bytes.copyOf(Sha.sha256(IMAGE.toByteArray())).base64());
        String url = large.requireText("url");
        assertThat(url)
                .startsWith("http://127.0.0.1:" + sandbox.port() + "/")
                .endsWith(large.requireText("direct_path"));
        assertThat(fetch(url)).isEqualTo(IMAGE.toByteArray());
        Node small = askPicture(bob, alice.pn(), "preview", "").requireChild("picture");
        assertThat(fetch(small.requireText("url"))).isEqualTo(SMALL.toByteArray());
    }

    @Test
    void saysThatAPictureIsTheOneKnownOrThatThereIsNone() {
        assertThat(code(askPicture(bob, alice.pn(), "image", ""))).isEqualTo(404);
        String id =
                setPicture(alice, IMAGE, Bytes.EMPTY).requireChild("picture").requireText("id");
        Node known = askPicture(bob, alice.pn(), "image", id).requireChild("picture");
        assertThat(known.text("status")).hasValue("304");
        assertThat(known.has("url")).isFalse();
    }

    @Test
    void givesEachPictureAnIdOfItsOwnAndForgetsARemovedOne() {
        String first =
                setPicture(alice, IMAGE, Bytes.EMPTY).requireChild("picture").requireText("id");
        String second =
                setPicture(alice, IMAGE, Bytes.EMPTY).requireChild("picture").requireText("id");
        assertThat(second).isNotEqualTo(first);
        assertThat(setPicture(alice, Bytes.EMPTY, Bytes.EMPTY).children()).isEmpty();
        assertThat(code(askPicture(alice, alice.pn(), "image", ""))).isEqualTo(404);
    }

    @Test
    void tellsContactsAndOwnDevicesOfAPictureTheSetterIncluded() {
        String id =
                setPicture(alice, IMAGE, Bytes.EMPTY).requireChild("picture").requireText("id");
        for (TestCompanion hearer : new TestCompanion[] {alice, alicesOther, bob}) {
            Node notice = notification(hearer, "picture");
            assertThat(notice.requireJid("from")).isEqualTo(alice.pn().bare());
            Node set = notice.requireChild("set");
            assertThat(set.text("id")).hasValue(id);
            assertThat(set.requireJid("jid")).isEqualTo(alice.pn().bare());
            assertThat(set.requireJid("author")).isEqualTo(alice.pn().bare());
        }
        setPicture(alice, Bytes.EMPTY, Bytes.EMPTY);
        assertThat(notification(bob, "picture").hasChild("delete")).isTrue();
    }

    @Test
    void setsNoPictureOfSomebodyElse() {
        Node answer = bob.client()
                .ask(Iq.set(bob.newId(), Iq.Xmlns.PICTURE)
                        .attr("target", alice.pn().bare())
                        .child(Node.builder("picture").attr("type", "image").bytes(IMAGE))
                        .build());
        assertThat(code(answer)).isEqualTo(403);
    }

    private static Node setAbout(TestCompanion who, String text) {
        return who.client()
                .ask(Iq.set(who.newId(), Iq.Xmlns.STATUS)
                        .child(Node.builder("status").utf8(text))
                        .build());
    }

    @Test
    void takesAnAboutTextAndTellsContacts() {
        assertThat(setAbout(alice, "Hello 🌍").text("type")).hasValue("result");
        Node notice = notification(bob, "status");
        assertThat(notice.requireJid("from")).isEqualTo(alice.pn().bare());
        assertThat(notice.requireChild("set").contentBytes().asUtf8()).isEqualTo("Hello 🌍");
        assertThat(user(bob, alice.pn(), "status")
                        .requireChild("status")
                        .contentBytes()
                        .asUtf8())
                .isEqualTo("Hello 🌍");
        assertThat(setAbout(alice, "").text("type")).hasValue("result");
        assertThat(setAbout(alice, "a".repeat(139)).text("type")).hasValue("result");
        assertThat(code(setAbout(alice, "a".repeat(140)))).isEqualTo(400);
    }

    private static Node user(TestCompanion asker, Jid about, String... protocols) {
        NodeBuilder query = Node.builder("query");
        for (String protocol : protocols) {
            query.child(Node.of(protocol));
        }
        return asker.client()
                .ask(Iq.get(asker.newId(), Iq.Xmlns.USYNC)
                        .child(Node.builder("usync")
                                .attr("sid", "1")
                                .attr("mode", "query")
                                .child(query)
                                .child(Node.builder("list")
                                        .child(Node.builder("user").attr("jid", about.bare()))))
                        .build())
                .requireChild("usync")
                .requireChild("list")
                .requireChild("user");
    }

    @Test
    void answersUsyncWithPictureTimerAndBusiness() {
        String id =
                setPicture(alice, IMAGE, Bytes.EMPTY).requireChild("picture").requireText("id");
        Node found = user(bob, alice.lid(), "picture", "disappearing_mode", "business");
        assertThat(found.requireChild("picture").text("id")).hasValue(id);
        assertThat(found.requireChild("disappearing_mode").number("duration")).hasValue(0);
        assertThat(found.hasChild("business")).isFalse();
        new AdminClient(sandbox).post("/admin/accounts/" + alice.pn().user() + "/traits", "{'business':'Alice & Co'}");
        assertThat(user(bob, alice.lid(), "business").requireChild("business").hasChild("verified_name"))
                .isTrue();
        Stanzas.sendAndAwaitAck(
                alice, Stanzas.message("V1", bob.pn().bare(), bob.pn()).build());
        Node message = Stanzas.awaitMessage(bob, "V1");
        assertThat(message.has("verified_name")).isTrue();
        assertThat(message.hasChild("verified_name")).isTrue();
        Node profile = bob.client()
                .ask(Iq.get(bob.newId(), "w:biz")
                        .child(Node.of(
                                "business_profile",
                                Node.builder("profile")
                                        .attr("jid", alice.pn().bare())
                                        .build()))
                        .build());
        assertThat(profile.requireChild("business_profile")
                        .requireChild("profile")
                        .requireJid("jid"))
                .isEqualTo(alice.pn().bare());
    }

    @Test
    void tellsEverybodyOfANewTimer() {
        alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.DISAPPEARING_MODE)
                        .child(Node.builder("disappearing_mode").attr("duration", 86_400))
                        .build());
        assertThat(notification(bob, "disappearing_mode")
                        .requireChild("disappearing_mode")
                        .number("duration"))
                .hasValue(86_400);
        Node own = alicesOther
                .client()
                .await("timer", node -> node.hasTag("notification") && node.hasChild("disappearing_mode"));
        assertThat(own.text("type")).hasValue("account_sync");
        assertThat(user(bob, alice.pn(), "disappearing_mode")
                        .requireChild("disappearing_mode")
                        .number("duration"))
                .hasValue(86_400);
        assertThat(alice.client().settled()).noneMatch(node -> node.hasChild("disappearing_mode"));
    }

    private static void block(TestCompanion who, Jid whom, String action) {
        who.client()
                .ask(Iq.set(who.newId(), Iq.Xmlns.BLOCKLIST)
                        .child(Node.builder("item").attr("action", action).attr("jid", whom.bare()))
                        .build());
    }

    @Test
    void hidesPictureAboutPresenceAndMessagesFromABlockedPerson() {
        setPicture(alice, IMAGE, Bytes.EMPTY);
        block(alice, bob.lid(), "block");
        assertThat(code(askPicture(bob, alice.pn(), "image", ""))).isEqualTo(401);
        assertThat(user(bob, alice.pn(), "status", "picture").children()).isEmpty();
        bob.client()
                .send(Node.builder("presence")
                        .attr("type", "subscribe")
                        .attr("to", alice.pn().bare())
                        .build());
        assertThat(bob.client().await("presence").text("last")).hasValue("deny");
        bob.client().clear();
        setAbout(alice, "not for Bob");
        setPicture(alice, SMALL, Bytes.EMPTY);
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("notification"));
        block(alice, bob.pn(), "unblock");
        assertThat(askPicture(bob, alice.pn(), "image", "").hasChild("picture")).isTrue();
    }

    private static void setPrivacy(TestCompanion who, String name, String value) {
        who.client()
                .ask(Iq.set(who.newId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of(
                                "privacy",
                                Node.builder("category")
                                        .attr("name", name)
                                        .attr("value", value)
                                        .build()))
                        .build());
    }

    @Test
    void hidesWhatIsForNobodyOrForContactsOnly() {
        setPicture(alice, IMAGE, Bytes.EMPTY);
        setPrivacy(alice, "profile", "none");
        setPrivacy(alice, "status", "contacts");
        assertThat(code(askPicture(bob, alice.pn(), "image", ""))).isEqualTo(401);
        assertThat(askPicture(alicesOther, alice.pn(), "image", "").hasChild("picture"))
                .isTrue();
        assertThat(user(bob, alice.pn(), "status").hasChild("status")).isTrue();
        TestCompanion carol = TestCompanion.ready(sandbox, newPhone());
        AdminClient admin = new AdminClient(sandbox);
        admin.post("/admin/accounts/" + alice.pn().user() + "/traits", "{'addressBook':false}");
        setPrivacy(alice, "status", "contacts");
        assertThat(admin.get("/admin/accounts/" + alice.pn().user())
                        .json()
                        .get("addressBook")
                        .asBoolean())
                .isFalse();
        assertThat(askPicture(carol, alice.pn(), "image", "").hasChild("error")).isTrue();
        carol.close();
    }

    @Test
    void letsAPhoneChangeItsProfile() {
        AdminClient admin = new AdminClient(sandbox);
        String path = "/admin/accounts/" + alice.pn().user() + "/profile";
        assertThat(admin.post(path, "{'about':'from the phone','picture':'" + IMAGE.base64() + "'}")
                        .status())
                .isEqualTo(204);
        assertThat(notification(bob, "status")
                        .requireChild("set")
                        .contentBytes()
                        .asUtf8())
                .isEqualTo("from the phone");
        assertThat(notification(alicesOther, "picture").hasChild("set")).isTrue();
        assertThat(askPicture(bob, alice.pn(), "image", "").hasChild("picture")).isTrue();
        assertThat(admin.post(path, "{'picture':''}").status()).isEqualTo(204);
        assertThat(code(askPicture(bob, alice.pn(), "image", ""))).isEqualTo(404);
        assertThat(admin.post(path, "{'about':'" + "x".repeat(140) + "'}").status())
                .isEqualTo(409);
    }

    @Test
    void makesExceptionsAmongContacts() {
        setPicture(alice, IMAGE, Bytes.EMPTY);
        Node category = Node.builder("category")
                .attr("name", "profile")
                .attr("value", "contact_blacklist")
                .attr("dhash", "none")
                .child(Node.builder("user")
                        .attr("action", "add")
                        .attr("jid", bob.lid().bare())
                        .attr("pn_jid", bob.pn().bare()))
                .build();
        Node answer = alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of("privacy", category))
                        .build());
        assertThat(answer.requireChild("privacy").requireChild("category").has("dhash"))
                .isTrue();
        assertThat(code(askPicture(bob, alice.pn(), "image", ""))).isEqualTo(401);
        TestCompanion carol = TestCompanion.ready(sandbox, newPhone());
        assertThat(askPicture(carol, alice.pn(), "image", "").hasChild("picture"))
                .isTrue();
        carol.close();
        Node list = alice.client()
                .ask(Iq.get(alice.newId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of(
                                "privacy",
                                Node.builder("list")
                                        .attr("name", "profile")
                                        .attr("value", "contact_blacklist")
                                        .build()))
                        .build())
                .requireChild("privacy")
                .requireChild("list");
        assertThat(list.requireChild("user").requireJid("pn_jid"))
                .isEqualTo(bob.pn().bare());
    }

    @Test
    void hidesWhenSomebodyWasLastThereFromThoseWhoMayNotKnow() {
        setPrivacy(alice, "last", "none");
        alice.client().send(Node.builder("presence").attr("type", "available").build());
        alice.client().send(Node.builder("presence").attr("type", "unavailable").build());
        alice.client().settled();
        bob.client()
                .send(Node.builder("presence")
                        .attr("type", "subscribe")
                        .attr("to", alice.pn().bare())
                        .build());
        assertThat(bob.client().await("presence").text("last")).hasValue("deny");
    }
}
