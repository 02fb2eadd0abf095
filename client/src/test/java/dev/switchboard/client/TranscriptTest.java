// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.media.MediaFault;
import dev.switchboard.client.media.MediaSource;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.testkit.transcript.Bindings;
import dev.switchboard.testkit.transcript.Transcript;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays the server's part of every transcript; the client has to know its own. The same transcripts are played
/// against the sandbox.
class TranscriptTest {
    private static final Jid CHANNEL = Jid.parse("120363000000000009@newsletter");

    private final Stage stage = new Stage("transcripts").linked();

    static Stream<Arguments> transcripts() {
        return Transcript.NAMES.stream().map(name -> Arguments.of(Named.of(name, Transcript.read(name))));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void clientKnowsItsPart(Transcript transcript) throws Exception {
        Line line = acquainted();
        Bindings bindings = new Bindings("t-")
                .bind("me", Stage.PN.bare().toString())
                .bind("me.lid", Stage.LID.bare().toString())
                .bind("me.device", Stage.PN.toString())
                .bind("peer", Contact.PN.toString())
                .bind("peer.lid", Contact.LID.toString())
                .bind("peer.number", "+" + Contact.PN.user())
                .bind("group.id", "120363000000000001")
                .bind("group", "120363000000000001@g.us")
                .bind("result", "{\"data\":{\"xwa2_newsletter\":null}}");
        for (Transcript.Line part : transcript.lines()) {
            switch (part) {
                case Transcript.Line.Wish(String name) -> wish(name);
                case Transcript.Line.Client(var stanza) ->
                    line.next(stanza.toString(), node -> bindings.matches(stanza, TranscriptStanzas.element(node)));
                case Transcript.Line.Server(var stanza) -> line.say(TranscriptStanzas.node(bindings.filled(stanza)));
            }
        }
    }

    /// With somebody it has written to.
    private Line acquainted() throws Exception {
        Line line = stage.login();
        Contact bob = new Contact(stage);
        stage.companion.send(OutgoingMessage.text("M0", Contact.PN, "first"));
        bob.introduce(line);
        bob.acknowledge(line, line.nextMessage());
        return line;
    }

    private void wish(String name) {
        Companion me = stage.companion;
        Jid group = Jid.group("120363000000000001");
        switch (name) {
            case "write" -> me.send(OutgoingMessage.text("M1", Contact.LID, "hello"));
            case "read" -> me.markRead(List.of(MessageRef.of(Contact.LID, "M2", false)));
            case "typing" -> me.showActivity(Contact.LID, ChatActivity.COMPOSING);
            case "blocklist" -> me.people().blocklist();
            case "block" -> me.people().block(Contact.LID, true);
            case "privacy" -> me.people().privacy();
            case "hide last seen" -> me.people().setPrivacy(PrivacySetting.LAST_SEEN, "none");
            case "about" -> me.people().setAbout("Busy until five");
            case "timer" -> me.people().setDefaultTimer(Duration.ofDays(1));
            case "picture" -> me.people().picture(Contact.LID, PictureSize.PREVIEW, Optional.empty());
            case "set picture" -> me.people().setPicture(Optional.empty(), Bytes.utf8("jpeg"));
            case "watch" -> me.subscribePresence(Contact.LID);
            case "look up" -> me.lookUp(List.of(Contact.PN.user(), "15550100098"));
            case "upload" -> Thread.ofVirtual().start(() -> upload(me));
            case "refresh" -> me.accountState().refresh();
            case "create group" ->
                me.groups()
                        .create(NewGroup.named("Harbour")
                                .members(List.of(Contact.LID))
                                .build());
            case "rename group" -> me.groups().rename(group, "Quay");
            case "announcement group" -> me.groups().set(group, new GroupSetting.OnlyAdminsWrite(true));
            case "invite code" -> me.groups().inviteCode(group);
            case "look at group" -> me.groups().query(group);
            case "leave group" -> me.groups().leave(group);
            case "look at channel" -> me.newsletters().get(CHANNEL);
            case "log out" -> me.logout();
            default -> throw new AssertionError("nobody knows the wish: " + name);
        }
    }

    /// There is no way to a media server here; only the question for one is of interest.
    private static void upload(Companion me) {
        try {
            me.media().upload(MediaKind.IMAGE, MediaSource.of(Bytes.utf8("x")));
        } catch (MediaFault e) {
            assertThat(e.code()).isNotBlank();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
