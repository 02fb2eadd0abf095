// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static dev.switchboard.interop.companion.OurDevice.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.JoinOutcome;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.interop.baileys.BaileysClient;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.GroupRole;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Groups of three accounts with two devices each, one ours and one stock Baileys, over the sandbox.
@RequiresProgram({"node", "npm"})
final class GroupsIT extends BaileysWorld {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private Person ada;
    private Person bob;
    private Person cyd;

    /// An account with both devices.
    private record Person(String phone, OurDevice ours, BaileysClient theirs) {
        Jid jid() {
            return Jid.pn(phone);
        }

        Jid lid() {
            return ours.lid().bare();
        }
    }

    @BeforeAll
    void link() {
        ada = person("ada");
        bob = person("bob");
        cyd = person("cyd");
    }

    private Person person(String name) {
        var linked = linked(name + "-baileys");
        var ours = new OurDevice(name, world(), runtime).linkByQr(admin(), linked.phone());
        return new Person(linked.phone(), ours, linked.client());
    }

    @AfterAll
    void stopOurs() {
        try {
            for (var person : List.of(ada, bob, cyd)) {
                Integer device = person.ours().pn().device();
                assertThat(admin().brokenRules(person.phone())).noneMatch(broken -> device.equals(broken.device()));
            }
        } finally {
            for (var person : List.of(ada, bob, cyd)) {
                person.ours().stop();
            }
            runtime.close();
        }
    }

    private Jid newGroup(String subject) {
        var created = given(ada.ours()
                .companion()
                .groups()
                .create(NewGroup.named(subject)
                        .members(List.of(bob.jid(), cyd.jid()))
                        .build()));
        assertThat(created.notAdded()).isEmpty();
        var group = created.group().jid();
        for (var person : List.of(bob, cyd)) {
            person.ours().awaitGroup(0, group, GroupChange.Joined.class);
            person.theirs().awaitGroup(0, group.toString(), "joined");
        }
        return group;
    }

    private void everybodyReads(String id, String text, Object sender, Person... people) {
        for (var person : people) {
            if (person.ours() != sender) {
                assertThat(person.ours().awaitText(id).text()).contains(text);
            }
            if (person.theirs() != sender) {
                assertThat(person.theirs().awaitText(id).text()).isEqualTo(text);
            }
        }
    }

    @Test
    void everyDeviceReadsWhatEveryDeviceWrites() {
        var group = newGroup("all together");
        for (int round = 0; round < 2; round++) {
            for (var author : List.of(ada, bob, cyd)) {
                var text = "from our device of " + author.phone() + " " + round;
                everybodyReads(author.ours().send(group, text), text, author.ours(), ada, bob, cyd);
                var other = "from baileys of " + author.phone() + " " + round;
                everybodyReads(author.theirs().send(group.toString(), other), other, author.theirs(), ada, bob, cyd);
            }
        }
        for (var person : List.of(ada, bob, cyd)) {
            assertThat(person.ours()
                            .undecryptable()
                            .filter(lost -> lost.placeholder().chat().jid().equals(group)))
                    .isEmpty();
        }
    }

    @Test
    void phonesTakePart() {
        var group = newGroup("with phones");
        var id = ada.ours().send(group, "to the phones");
        for (var person : List.of(ada, bob, cyd)) {
            assertThat(admin().awaitMessage(person.phone(), id, message -> message.text() != null)
                            .text())
                    .isEqualTo("to the phones");
        }
        var fromPhone =
                admin().sendText(cyd.phone(), group.toString(), "from a phone").id();
        everybodyReads(fromPhone, "from a phone", admin(), ada, bob, cyd);
        everybodyReads(bob.ours().send(group, "seen"), "seen", bob.ours(), ada, bob, cyd);
    }

    @Test
    void tellsWhoWroteAndWhere() {
        var group = newGroup("who and where");
        var id = bob.theirs().send(group.toString(), "it is me");
        IncomingMessage received = ada.ours().awaitText(id);
        assertThat(received.chat().jid()).isEqualTo(group);
        assertThat(received.sender().lid()).contains(bob.lid());
        assertThat(received.sender().pn()).contains(bob.jid());
        assertThat(received.fromMe()).isFalse();
        assertThat(bob.ours().awaitText(id).fromMe()).isTrue();
    }

    @Test
    void receiptsOfMembersAreTold() {
        var group = newGroup("receipts");
        var id = ada.ours().send(group, "read this");
        var seen = bob.theirs().awaitText(id);
        ada.ours().awaitStatus(id, MessageStatus.DELIVERED);
        bob.theirs()
                .chatRead(Map.of(
                        "remoteJid",
                        group.toString(),
                        "id",
                        id,
                        "fromMe",
                        false,
                        "participant",
                        String.valueOf(seen.key().participant())));
        ada.ours().awaitStatus(id, MessageStatus.READ);
    }

    @Test
    void whoIsRemovedReadsNoMoreAndWhoComesBackReadsOn() {
        var group = newGroup("coming and going");
        everybodyReads(ada.ours().send(group, "one"), "one", ada.ours(), ada, bob, cyd);

        int before = cyd.ours().journal().position();
        var removed = given(ada.ours().companion().groups().change(group, MemberAction.REMOVE, List.of(cyd.jid())));
        assertThat(removed).singleElement().isInstanceOf(MemberOutcome.Done.class);
        assertThat(cyd.ours()
                        .awaitGroup(before, group, GroupChange.MembersRemoved.class)
                        .self())
                .isTrue();
        bob.ours().awaitGroup(0, group, GroupChange.MembersRemoved.class);
        var secret = ada.ours().send(group, "without cyd");
        everybodyReads(secret, "without cyd", ada.ours(), ada, bob);
        var refused = cyd.ours().trySend(group, "may I?");
        assertThat(refused).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(((SendOutcome.Rejected) refused).failure().kind())
                .isIn(SendFailure.Kind.NOT_A_MEMBER, SendFailure.Kind.NOT_ALLOWED);

        int back = cyd.ours().journal().position();
        given(ada.ours().companion().groups().change(group, MemberAction.ADD, List.of(cyd.jid())));
        cyd.ours().awaitGroup(back, group, GroupChange.Joined.class);
        everybodyReads(ada.ours().send(group, "with cyd again"), "with cyd again", ada.ours(), ada, bob, cyd);
        everybodyReads(cyd.ours().send(group, "thanks"), "thanks", cyd.ours(), ada, bob, cyd);
        assertThat(cyd.ours().received().map(IncomingMessage::id)).doesNotContain(secret);
    }

    @Test
    void aLostSenderKeyIsAskedForAgain() {
        var group = newGroup("lost keys");
        everybodyReads(ada.ours().send(group, "one"), "one", ada.ours(), ada, bob, cyd);
        everybodyReads(ada.theirs().send(group.toString(), "two"), "two", ada.theirs(), ada, bob, cyd);

        bob.ours().stop();
        bob.ours().dropSenderKey(group, ada.ours().lid());
        bob.ours().dropSenderKey(group, Jid.parse(ada.theirs().lid()));
        bob.ours().restart().awaitConnected();
        var ofOurs = ada.ours().send(group, "three");
        assertThat(bob.ours().awaitText(ofOurs).text()).contains("three");
        var ofTheirs = ada.theirs().send(group.toString(), "four");
        assertThat(bob.ours().awaitText(ofTheirs).text()).contains("four");

        assertThat(cyd.theirs().dropSenderKeys(group.toString())).isNotEmpty();
        var again = ada.ours().send(group, "five");
        assertThat(cyd.theirs().awaitText(again).text()).isEqualTo("five");
        everybodyReads(ada.ours().send(group, "six"), "six", ada.ours(), ada, bob, cyd);
    }

    @Test
    void messagesWaitForWhoIsAway() {
        var group = newGroup("away");
        bob.ours().stop();
        List<String> ids = IntStream.range(0, 10)
                .mapToObj(i -> i % 2 == 0 ? ada.ours().send(group, "line " + i) : sentByBaileys(group, "line " + i))
                .toList();
        bob.ours().restart().awaitConnected();
        ids.forEach(bob.ours()::awaitText);
        assertThat(bob.ours().received().map(IncomingMessage::id).filter(ids::contains))
                .containsExactlyElementsOf(ids);
    }

    /// Baileys does not wait for the server; when our device has its copy, the message is in its place before the next.
    private String sentByBaileys(Jid group, String text) {
        var id = ada.theirs().send(group.toString(), text);
        ada.ours().awaitText(id);
        return id;
    }

    @Test
    void aRestartedDeviceGoesOnWithItsKeys() {
        var group = newGroup("restart");
        everybodyReads(ada.ours().send(group, "before"), "before", ada.ours(), ada, bob, cyd);
        ada.ours().restart().awaitConnected();
        everybodyReads(ada.ours().send(group, "after"), "after", ada.ours(), ada, bob, cyd);
    }

    @Test
    void changesMadeByBaileysAreTold() {
        var group = newGroup("plain name");
        int from = ada.ours().journal().position();
        ada.theirs().chat("groupUpdateSubject", group.toString(), "a better name");
        assertThat(ada.ours()
                        .awaitGroup(from, group, GroupChange.SubjectChanged.class)
                        .subject())
                .isEqualTo("a better name");
        ada.theirs().chat("groupUpdateDescription", group.toString(), "what it is about");
        assertThat(bob.ours()
                        .awaitGroup(0, group, GroupChange.DescriptionChanged.class)
                        .text())
                .contains("what it is about");
        ada.theirs().chat("groupSettingUpdate", group.toString(), "announcement");
        bob.ours()
                .awaitGroup(
                        0,
                        group,
                        GroupChange.SettingChanged.class,
                        changed -> changed.setting().equals(new GroupSetting.OnlyAdminsWrite(true)));
        var refused = bob.ours().trySend(group, "may I?");
        assertThat(((SendOutcome.Rejected) refused).failure().kind()).isEqualTo(SendFailure.Kind.NOT_ALLOWED);
        ada.theirs().chat("groupToggleEphemeral", group.toString(), 86_400);
        bob.ours()
                .awaitGroup(
                        0,
                        group,
                        GroupChange.SettingChanged.class,
                        changed -> changed.setting().equals(new GroupSetting.Timer(Duration.ofDays(1))));
        ada.theirs()
                .chat(
                        "groupParticipantsUpdate",
                        group.toString(),
                        List.of(bob.lid().toString()),
                        "promote");
        bob.ours().awaitGroup(0, group, GroupChange.RolesChanged.class);
        Group known = given(bob.ours().companion().groups().get(group));
        assertThat(known).isEqualTo(given(bob.ours().companion().groups().query(group)));
        assertThat(known.subject()).isEqualTo("a better name");
        assertThat(known.members().stream()
                        .filter(member -> member.person().jid().equals(bob.lid()))
                        .findFirst()
                        .orElseThrow()
                        .role())
                .isEqualTo(GroupRole.ADMIN);
        everybodyReads(bob.ours().send(group, "now I may"), "now I may", bob.ours(), ada, bob, cyd);
    }

    @Test
    void changesMadeByUsAreToldToBaileys() {
        var group = newGroup("ours");
        var groups = ada.ours().companion().groups();
        given(groups.rename(group, "ours renamed"));
        bob.theirs().awaitGroup(0, group.toString(), "updated");
        given(groups.describe(group, Optional.of("about us")));
        given(groups.set(group, new GroupSetting.OnlyAdminsEdit(true)));
        given(groups.set(group, new GroupSetting.JoinApproval(true)));
        given(groups.set(group, new GroupSetting.MembersAdd(false)));
        given(groups.change(group, MemberAction.PROMOTE, List.of(bob.jid())));
        bob.theirs().awaitGroup(0, group.toString(), "promote");
        var seen = bob.theirs().chat("groupMetadata", group.toString());
        assertThat(seen.path("subject").asText()).isEqualTo("ours renamed");
        assertThat(seen.path("desc").asText()).isEqualTo("about us");
        assertThat(seen.path("restrict").asBoolean()).isTrue();
        given(groups.describe(group, Optional.empty()));
        assertThat(given(groups.query(group)).description()).isEmpty();
    }

    @Test
    void invitationsByLink() {
        var dan = linked("dan");
        var group = newGroup("by link");
        var groups = ada.ours().companion().groups();
        var code = given(groups.inviteCode(group));
        assertThat(given(cyd.ours().companion().groups().inspect("https://chat.whatsapp.com/" + code))
                        .subject())
                .isEqualTo("by link");
        assertThat(dan.client().chat("groupAcceptInvite", code).asText()).isEqualTo(group.toString());
        ada.ours().awaitGroup(0, group, GroupChange.MembersAdded.class);
        var id = ada.ours().send(group, "welcome");
        assertThat(dan.client().awaitText(id).text()).isEqualTo("welcome");

        var fresh = given(groups.resetInviteCode(group));
        assertThat(fresh).isNotEqualTo(code);
        assertThat(outcome(cyd.ours().companion().groups().join(code))).isInstanceOf(Answer.Refused.class);
        given(cyd.ours().companion().groups().leave(group));
        assertThat(given(cyd.ours().companion().groups().join(fresh))).isEqualTo(new JoinOutcome.Joined(group));
    }

    @Test
    void whoAsksToJoinIsApprovedOrNot() {
        var eve = linked("eve");
        var group = newGroup("approved only");
        var groups = ada.ours().companion().groups();
        given(groups.set(group, new GroupSetting.JoinApproval(true)));
        var code = given(groups.inviteCode(group));
        eve.client().chat("groupAcceptInvite", code);
        ada.ours().awaitGroup(0, group, GroupChange.JoinRequested.class);
        var waiting = given(groups.membershipRequests(group));
        assertThat(waiting).hasSize(1);
        var decided = given(
                groups.decide(group, true, List.of(waiting.getFirst().person().jid())));
        assertThat(decided).singleElement().isInstanceOf(MemberOutcome.Done.class);
        assertThat(given(groups.query(group)).size()).isEqualTo(4);
    }

    @Test
    void groupsAreListed() {
        var group = newGroup("listed");
        assertThat(given(bob.ours().companion().groups().joined())).anySatisfy(listed -> {
            assertThat(listed.jid()).isEqualTo(group);
            assertThat(listed.subject()).isEqualTo("listed");
            assertThat(listed.members()).hasSize(3);
        });
        given(bob.ours().companion().groups().leave(group));
        assertThat(given(bob.ours().companion().groups().joined()))
                .noneSatisfy(listed -> assertThat(listed.jid()).isEqualTo(group));
        ada.ours().awaitGroup(0, group, GroupChange.MembersRemoved.class);
    }
}
