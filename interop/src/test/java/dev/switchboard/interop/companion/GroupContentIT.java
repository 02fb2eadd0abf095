// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent.MessageRevoked;
import dev.switchboard.client.event.ClientEvent.PollVoted;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Poll;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The same in groups.
@RequiresProgram({"node", "npm"})
final class GroupContentIT extends ContentWorld {

    private Jid newGroup(String subject) {
        var created = OurDevice.given(ours.companion()
                .groups()
                .create(NewGroup.named(subject)
                        .members(List.of(baileys(), phoneJid()))
                        .build()));
        assertThat(created.notAdded()).isEmpty();
        var group = created.group().jid();
        theirs.client().awaitGroup(0, group.toString(), "joined");
        return group;
    }

    @Test
    void pollsInGroupsAreTallied() {
        var group = newGroup("voters");
        var poll = ours.say(group, new OutgoingContent.NewPoll(Poll.of("lunch?", List.of("soup", "salad"), 1)));
        atPhone(poll);
        admin().phoneSends(
                        phone, Map.of("to", group.toString(), "vote", Map.of("id", poll, "options", List.of("salad"))));
        var voted = ours.await(
                0, PollVoted.class, "a vote", vote -> vote.poll().id().equals(poll));
        assertThat(voted.voter().pn()).contains(phoneJid());
        assertThat(voted.tally().counts()).extracting(PollTally.Count::votes).containsExactly(0, 1);

        var asked = admin().phoneSends(
                        phone,
                        Map.of(
                                "to",
                                group.toString(),
                                "poll",
                                Map.of("question", "tea?", "options", List.of("yes", "no"))))
                .id();
        var received = ours.awaitText(asked);
        var from = ours.journal().position();
        ours.say(
                group,
                new OutgoingContent.PollVote(
                        new MessageRef(
                                group,
                                asked,
                                false,
                                Optional.of(received.sender().jid())),
                        List.of("yes")));
        admin().awaitMessage(
                        phone,
                        asked,
                        message -> message.poll() != null
                                && !message.poll()
                                        .path("options")
                                        .get(0)
                                        .path("votes")
                                        .isEmpty());
        assertThat(ours.await(from, PollVoted.class, "our vote", PollVoted::fromMe)
                        .chosen())
                .containsExactly("yes");
    }

    @Test
    void administratorsTakeBackWhatOthersWrote() {
        var group = newGroup("moderated");
        var rude = theirs.client().send(group.toString(), "something rude");
        var received = ours.awaitText(rude);
        ours.say(
                group,
                new OutgoingContent.Revoke(new MessageRef(
                        group, rude, false, Optional.of(received.sender().jid()))));
        theirs.client().awaitRevoked(rude);

        var mine = ours.send(group, "something of mine");
        var seen = theirs.client().awaitText(mine);
        var key = new HashMap<String, Object>(Map.of("remoteJid", group.toString(), "fromMe", false, "id", mine));
        key.put("participant", seen.key().participant());
        theirs.client().say(group.toString(), Map.of("delete", key));
        var marker = theirs.client().send(group.toString(), "not an administrator yet");
        ours.awaitText(marker);
        assertThat(ours.journal()
                        .of(MessageRevoked.class)
                        .map(revoked -> revoked.target().id()))
                .doesNotContain(mine);

        var from = ours.journal().position();
        OurDevice.given(ours.companion().groups().change(group, MemberAction.PROMOTE, List.of(baileys())));
        theirs.client().awaitGroup(0, group.toString(), "promote");
        theirs.client().say(group.toString(), Map.of("delete", key));
        var revoked = ours.await(
                from,
                MessageRevoked.class,
                "the deletion",
                one -> one.target().id().equals(mine));
        assertThat(revoked.fromMe()).isFalse();
        assertThat(revoked.target().fromMe()).isTrue();
    }

    @Test
    void filesInGroups() throws Exception {
        var group = newGroup("files");
        var bytes = file("for all");
        var id = ours.say(group, Sort.IMAGE.with(upload(MediaKind.IMAGE, "image/jpeg", bytes)));
        theirs.client().show(id);
        assertThat(theirs.client().download(id).sha256()).isEqualTo(sha256(bytes));
        assertThat(admin().awaitMessage(phone, id, message -> message.sha256() != null)
                        .sha256())
                .isEqualTo(sha256(bytes));
        var back = theirs.client()
                .say(
                        group.toString(),
                        Map.of("image", base64(bytes), "mimetype", "image/jpeg", "caption", "a caption"));
        checkFile(Sort.IMAGE, bytes, ours.awaitText(back));
    }
}
