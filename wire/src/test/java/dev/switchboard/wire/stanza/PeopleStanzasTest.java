// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PeopleStanzasTest {

    private static final Jid PN = Jid.pn("15550100001");
    private static final Jid LID = Jid.lid("100000000000001");
    private static final Node REQUEST =
            Node.builder("iq").attr("id", "1").attr("to", Jid.SERVER).build();

    private static Node answer(Node... children) {
        return Iq.serverResult(REQUEST).children(List.of(children)).build();
    }

    @Test
    void asksForAPictureWithAToken() {
        Node iq = ProfileStanzas.askPicture("1", PN, true, Optional.of("7"), Optional.of(Bytes.utf8("t")));
        Node picture = iq.requireChild("picture");
        assertThat(picture.text("type")).contains("preview");
        assertThat(picture.text("query")).contains("url");
        assertThat(picture.text("id")).contains("7");
        assertThat(picture.requireChild("tctoken").contentBytes()).isEqualTo(Bytes.utf8("t"));
    }

    @Test
    void readsBusinessesItWrote() {
        ProfileStanzas.Business business = new ProfileStanzas.Business(
                PN,
                Optional.of("We repair."),
                Optional.empty(),
                Optional.of("a@example.org"),
                List.of("https://example.org"),
                Map.of("1", "Repairs"),
                Optional.of("Europe/Berlin"),
                List.of(new ProfileStanzas.Hours("mon", "open_24h", OptionalInt.empty(), OptionalInt.of(5))));
        assertThat(ProfileStanzas.business(ProfileStanzas.businessAnswer(REQUEST, Optional.of(business))))
                .contains(business);
        assertThat(ProfileStanzas.business(ProfileStanzas.businessAnswer(REQUEST, Optional.empty())))
                .isEmpty();
    }

    @Test
    void tellsTheNumberOnlyWhenBlocking() {
        assertThat(PrivacyStanzas.block("1", LID, Optional.of(PN), true)
                        .requireChild("item")
                        .has("pn_jid"))
                .isTrue();
        assertThat(PrivacyStanzas.block("1", LID, Optional.of(PN), false)
                        .requireChild("item")
                        .has("pn_jid"))
                .isFalse();
    }

    @Test
    void leavesOutTokensWithoutContent() {
        Node empty = Node.builder("token")
                .attr("jid", PN)
                .attr("type", "trusted_contact")
                .build();
        Node full = empty.toBuilder().attr("t", 5).bytes(Bytes.utf8("token")).build();
        assertThat(PrivacyStanzas.tokens(answer(Node.of("tokens", empty, full))))
                .containsExactly(
                        new PrivacyStanzas.Token(PN, Optional.of(Instant.ofEpochSecond(5)), Bytes.utf8("token")));
    }

    @Test
    void readsAGroupCall() {
        Node call = Node.builder("call")
                .attr("from", LID)
                .attr("id", "1")
                .attr("t", 7)
                .attr("offline", "1")
                .child(Node.builder("offer")
                        .attr("call-id", "C")
                        .attr("call-creator", LID)
                        .attr("caller_pn", PN)
                        .attr("group-jid", Jid.group("120363000000000001"))
                        .child(Node.of("video")))
                .build();
        CallStanza read = CallStanza.of(call);
        assertThat(read.offline()).isTrue();
        CallStanza.Signal signal = read.signal().orElseThrow();
        assertThat(signal.kind()).isEqualTo(CallStanza.Kind.OFFER);
        assertThat(signal.video()).isTrue();
        assertThat(signal.creatorAlternative()).contains(PN);
        assertThat(signal.group()).contains(Jid.group("120363000000000001"));
    }

    @Test
    void refusesWhatIsNoCall() {
        assertThatThrownBy(() -> CallStanza.of(Node.of("message"))).isInstanceOf(WireException.class);
    }

    /// Whatever a server makes of these, it is read or refused in our words.
    @Test
    void readsOrRefusesAnything() {
        SeededRandom random = SeededRandom.of("people stanzas");
        List<Function<Node, Object>> readers = List.of(
                ProfileStanzas::picture,
                ProfileStanzas::business,
                PrivacyStanzas::settings,
                PrivacyStanzas::blocklist,
                PrivacyStanzas::tokens,
                CallStanza::of);
        for (int i = 0; i < 20_000; i++) {
            Node node = anything(random, 3);
            for (Function<Node, Object> reader : readers) {
                try {
                    assertThat(reader.apply(node)).isNotNull();
                } catch (WireException e) {
                    assertThat(e.code()).isNotEmpty();
                }
            }
        }
    }

    private static final List<String> TAGS = List.of(
            "call",
            "iq",
            "picture",
            "privacy",
            "category",
            "list",
            "item",
            "tokens",
            "token",
            "business_profile",
            "profile",
            "categories",
            "category",
            "business_hours",
            "business_hours_config",
            "offer",
            "terminate");
    private static final List<String> NAMES = List.of(
            "id",
            "jid",
            "name",
            "value",
            "type",
            "t",
            "status",
            "call-id",
            "call-creator",
            "group-jid",
            "open_time",
            "pn_jid",
            "from",
            "timezone",
            "caller_pn");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "-1",
            "99999999999999999999",
            "trusted_contact",
            "15550100001@s.whatsapp.net",
            "@lid",
            "a@b@c",
            "x",
            "304");

    private static Node anything(SeededRandom random, int depth) {
        var node = Node.builder(TAGS.get(random.nextInt(TAGS.size())));
        for (int i = random.nextInt(5); i > 0; i--) {
            node.attr(NAMES.get(random.nextInt(NAMES.size())), VALUES.get(random.nextInt(VALUES.size())));
        }
        if (depth > 0 && random.nextInt(4) > 0) {
            for (int i = random.nextInt(4); i > 0; i--) {
                node.child(anything(random, depth - 1));
            }
        } else {
            node.bytes(random.bytes(random.nextInt(9)));
        }
        return node.build();
    }
}
