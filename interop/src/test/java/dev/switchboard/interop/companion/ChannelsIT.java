// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static dev.switchboard.interop.companion.OurDevice.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.newsletter.NewNewsletter;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.NewsletterUpdate;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Newsletters, statuses and communities of our client and stock Baileys over the sandbox.
@RequiresProgram({"node", "npm"})
final class ChannelsIT extends BaileysWorld {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private OurDevice ours;
    private OurDevice reader;
    private Linked theirs;
    private Jid readerPn;

    @BeforeAll
    void link() {
        ours = linkedDevice("ours");
        reader = linkedDevice("reader");
        readerPn = reader.pn().bare();
        theirs = linked("theirs");
    }

    private OurDevice linkedDevice(String name) {
        var account = world().newAccount(name);
        return new OurDevice(name, world(), runtime).linkByQr(admin(), account.phone());
    }

    @AfterAll
    void stopOurs() {
        ours.stop();
        reader.stop();
        runtime.close();
    }

    private Jid theirJid() {
        return Jid.parse(theirs.jid());
    }

    // Newsletters

    private Newsletter newsletter(String name) {
        return given(ours.companion()
                .newsletters()
                .create(new NewNewsletter(name, Optional.of("all about it"), Optional.empty())));
    }

    @Test
    void postsOfOursReachFollowers() {
        var made = newsletter("our news");
        assertThat(made.role()).contains(Newsletter.Role.OWNER);
        var seen = theirs.client()
                .chat("newsletterMetadata", "invite", made.inviteCode().orElseThrow());
        assertThat(seen.path("id").asText()).isEqualTo(made.jid().toString());
        theirs.client().chat("newsletterFollow", made.jid().toString());
        given(reader.companion().newsletters().follow(made.jid()));

        var id = ours.send(made.jid(), "extra!");
        long number = ours.awaitNewsletter(
                        0,
                        made.jid(),
                        NewsletterChange.Numbered.class,
                        numbered -> numbered.id().equals(id))
                .serverId();
        assertThat(theirs.client().awaitText(id).text()).isEqualTo("extra!");
        var post = reader.awaitNewsletter(0, made.jid(), NewsletterChange.Posted.class, _ -> true)
                .post();
        assertThat(post.text()).contains("extra!");
        assertThat(post.serverId()).isEqualTo(number);

        var history = given(reader.companion().newsletters().posts(made.jid(), 10, OptionalLong.empty()));
        assertThat(history).extracting(NewsletterPost::serverId).contains(number);
    }

    @Test
    void postsOfBaileysReachUs() {
        var made = theirs.client().chat("newsletterCreate", "their news", "what they say");
        var jid = Jid.parse(made.path("id").asText());
        given(ours.companion().newsletters().follow(jid));
        assertThat(given(ours.companion().newsletters().get(jid)).name()).isEqualTo("their news");
        assertThat(given(ours.companion().newsletters().followed()))
                .extracting(Newsletter::jid)
                .contains(jid);
        theirs.client().send(jid.toString(), "hear, hear");
        var post = ours.awaitNewsletter(0, jid, NewsletterChange.Posted.class, _ -> true)
                .post();
        assertThat(post.text()).contains("hear, hear");

        given(ours.companion().newsletters().followLive(jid));
        given(ours.companion().newsletters().react(jid, post.serverId(), "\ud83d\udc4d"));
        var counted = ours.awaitNewsletter(0, jid, NewsletterChange.Counted.class, _ -> true);
        assertThat(counted.posts().getFirst().reactions()).containsEntry("\ud83d\udc4d", 1L);

        given(ours.companion().newsletters().mute(jid, true));
        assertThat(given(ours.companion().newsletters().get(jid)).muted()).contains(true);
        given(ours.companion().newsletters().unfollow(jid));
        assertThat(given(ours.companion().newsletters().followed()))
                .extracting(Newsletter::jid)
                .doesNotContain(jid);
    }

    @Test
    void ownPostsAreEditedAndDeleted() {
        var made = newsletter("our corrections");
        given(reader.companion().newsletters().follow(made.jid()));
        var id = ours.send(made.jid(), "wrogn");
        reader.awaitNewsletter(0, made.jid(), NewsletterChange.Posted.class, _ -> true);
        var target = MessageRef.of(made.jid(), id, true);
        assertThat(outcome(ours.companion()
                        .send(new OutgoingMessage(
                                OurDevice.newId(), made.jid(), new OutgoingContent.Edit(target, "right")))))
                .isInstanceOf(SendOutcome.Sent.class);
        assertThat(reader.awaitNewsletter(0, made.jid(), NewsletterChange.Edited.class, _ -> true)
                        .post()
                        .text())
                .contains("right");
        assertThat(outcome(ours.companion()
                        .send(new OutgoingMessage(OurDevice.newId(), made.jid(), new OutgoingContent.Revoke(target)))))
                .isInstanceOf(SendOutcome.Sent.class);
        reader.awaitNewsletter(0, made.jid(), NewsletterChange.Deleted.class, _ -> true);
    }

    @Test
    void aNewsletterIsRenamedAndItsOwnersOtherDeviceHears() {
        var made = newsletter("plain name");
        var renamed = given(ours.companion()
                .newsletters()
                .update(
                        made.jid(),
                        new NewsletterUpdate(Optional.of("better name"), Optional.empty(), Optional.empty())));
        assertThat(renamed.name()).isEqualTo("better name");
        assertThat(given(reader.companion()
                                .newsletters()
                                .inspect("https://whatsapp.com/channel/"
                                        + made.inviteCode().orElseThrow()))
                        .name())
                .isEqualTo("better name");
    }

    // Statuses

    @Test
    void statusesOfOursAreSeenByThosePickedOnly() {
        var id = ours.post("look here", List.of(theirJid(), readerPn));
        var seen = theirs.client().awaitText(id);
        assertThat(seen.text()).isEqualTo("look here");
        assertThat(seen.key().chat()).isEqualTo("status@broadcast");
        assertThat(reader.awaitText(id).chat().jid()).isEqualTo(Jid.STATUS);
        var narrow = ours.post("for baileys", List.of(theirJid()));
        assertThat(theirs.client().awaitText(narrow).text()).isEqualTo("for baileys");
        var wide = ours.post("for both again", List.of(theirJid(), readerPn));
        assertThat(reader.awaitText(wide).text()).contains("for both again");
        assertThat(reader.received().map(IncomingMessage::id)).doesNotContain(narrow);
    }

    @Test
    void statusesOfBaileysAreSeenByUs() {
        var id = theirs.client().post("from baileys", List.of(ours.pn().bare().toString()));
        var received = ours.awaitText(id);
        assertThat(received.chat().jid()).isEqualTo(Jid.STATUS);
        assertThat(received.sender().pn()).contains(theirJid());
        var again = theirs.client().post("another", List.of(ours.pn().bare().toString()));
        assertThat(ours.awaitText(again).text()).contains("another");
    }

    // Communities

    @Test
    void communitiesAreMadeLinkedAndLeft() {
        var groups = ours.companion().groups();
        var community = given(groups.create(NewGroup.named("all of us")
                        .members(List.of(theirJid(), readerPn))
                        .place(new NewGroup.Place.AsCommunity(false, false, false))
                        .build()))
                .group();
        assertThat(community.community().isCommunity()).isTrue();
        var announcements = given(groups.subGroups(community.jid()));
        assertThat(announcements)
                .singleElement()
                .satisfies(sub -> assertThat(sub.announcements()).isTrue());
        var alone = given(groups.create(NewGroup.named("some of us")
                        .members(List.of(theirJid()))
                        .build()))
                .group();
        assertThat(given(groups.link(community.jid(), List.of(alone.jid()))))
                .singleElement()
                .satisfies(linked -> assertThat(linked.error()).isEmpty());
        assertThat(given(groups.subGroups(community.jid())))
                .extracting(sub -> sub.jid())
                .contains(alone.jid());
        assertThat(given(groups.communityMembers(community.jid()))).hasSize(3);

        given(reader.companion().groups().joinSubGroup(community.jid(), alone.jid()));
        ours.awaitGroup(0, alone.jid(), GroupChange.MembersAdded.class);
        var id = ours.send(alone.jid(), "welcome to some of us");
        assertThat(theirs.client().awaitText(id).text()).isEqualTo("welcome to some of us");
        assertThat(reader.awaitText(id).text()).contains("welcome to some of us");
        var news = ours.send(announcements.getFirst().jid(), "an announcement");
        assertThat(reader.awaitText(news).text()).contains("an announcement");

        given(groups.unlink(community.jid(), List.of(alone.jid()), false));
        assertThat(given(groups.query(alone.jid())).community().parent()).isEmpty();
        given(groups.deleteCommunity(community.jid()));
    }
}
