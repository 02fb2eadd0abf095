// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.Talk.Sent;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.Enc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Every kind of message, both ways: what we say is what comes in when it is said to us.
final class ContentTest {

    /// type, mediatype, meta or biz as `tag/child-or-attribute`.
    private static final Map<String, List<String>> TRAITS = Map.ofEntries(
            Map.entry("text", List.of("text", "", "")),
            Map.entry("link", List.of("media", "url", "")),
            Map.entry("styled", List.of("text", "", "")),
            Map.entry("image", List.of("media", "image", "")),
            Map.entry("viewOnce", List.of("media", "image", "")),
            Map.entry("video", List.of("media", "video", "")),
            Map.entry("gif", List.of("media", "gif", "")),
            Map.entry("videoNote", List.of("media", "ptv", "")),
            Map.entry("audio", List.of("media", "audio", "")),
            Map.entry("voiceNote", List.of("media", "ptt", "")),
            Map.entry("document", List.of("media", "document", "")),
            Map.entry("captionedDocument", List.of("media", "document", "")),
            Map.entry("sticker", List.of("media", "sticker", "")),
            Map.entry("album", List.of("text", "", "")),
            Map.entry("location", List.of("media", "location", "")),
            Map.entry("liveLocation", List.of("media", "livelocation", "")),
            Map.entry("contact", List.of("media", "vcard", "")),
            Map.entry("contacts", List.of("media", "contact_array", "")),
            Map.entry("poll", List.of("poll", "", "meta")),
            Map.entry("singlePoll", List.of("poll", "", "meta")),
            Map.entry("quiz", List.of("poll", "", "meta")),
            Map.entry("event", List.of("event", "", "meta")),
            Map.entry("invite", List.of("media", "url", "")),
            Map.entry("menu as NATIVE_FLOW", List.of("text", "", "biz")),
            Map.entry("buttons as NATIVE_FLOW", List.of("text", "", "biz")),
            Map.entry("menu as CLASSIC", List.of("media", "list", "biz")),
            Map.entry("buttons as CLASSIC", List.of("text", "", "biz")),
            Map.entry("mixed", List.of("text", "", "biz")));

    private Stage stage;
    private Talk talk;

    @BeforeEach
    void begin(TestInfo info) throws InterruptedException {
        stage = new Stage("content " + info.getDisplayName()).linked();
        talk = new Talk(stage);
    }

    @Test
    void everyKindComesInAsItWentOut() throws Exception {
        for (Map.Entry<String, OutgoingContent> sample : Samples.all().entrySet()) {
            Sent sent = talk.send(sample.getValue());
            IncomingMessage heard = talk.heard("IN-" + sent.id(), sent.message());
            assertThat(heard.body()).as(sample.getKey()).isEqualTo(expected(sample.getValue()));
            boolean once = sample.getKey().equals("viewOnce");
            assertThat(heard.context().viewOnce()).as(sample.getKey()).isEqualTo(once);
            assertThat(Message.parseFrom(heard.content().toByteArray())
                            .getMessageContextInfo()
                            .getMessageSecret()
                            .size())
                    .as(sample.getKey())
                    .isEqualTo(32);
        }
    }

    private static IncomingContent expected(OutgoingContent content) {
        return switch (content) {
            case OutgoingContent.Text text -> new IncomingContent.Text(text.text(), text.preview(), text.style());
            case OutgoingContent.Image image ->
                new IncomingContent.Image(image.file().reference(), image.caption(), image.frame());
            case OutgoingContent.Video video ->
                new IncomingContent.Video(
                        video.file().reference(), video.caption(), video.frame(), video.length(), video.form());
            case OutgoingContent.Audio audio ->
                new IncomingContent.Audio(audio.file().reference(), audio.length());
            case OutgoingContent.VoiceNote note ->
                new IncomingContent.VoiceNote(note.file().reference(), note.length(), note.waveform());
            case OutgoingContent.Document file ->
                new IncomingContent.Document(
                        file.file().reference(),
                        file.fileName(),
                        file.title(),
                        file.pages(),
                        file.caption(),
                        file.frame());
            case OutgoingContent.Sticker sticker ->
                new IncomingContent.Sticker(sticker.file().reference(), sticker.frame(), sticker.animated());
            case OutgoingContent.Album album -> new IncomingContent.Album(album.images(), album.videos());
            case OutgoingContent.Location location -> new IncomingContent.Location(location.place(), Optional.empty());
            case OutgoingContent.LiveLocation live ->
                new IncomingContent.LiveLocation(live.place(), live.movement(), live.caption(), live.sequence());
            case OutgoingContent.Contacts contacts ->
                new IncomingContent.Contacts(
                        contacts.cards().size() == 1 ? Optional.empty() : Optional.of("Cy + 1"), contacts.cards());
            case OutgoingContent.NewPoll poll -> new IncomingContent.NewPoll(poll.poll());
            case OutgoingContent.NewEvent event -> new IncomingContent.NewEvent(event.event());
            case OutgoingContent.Invitation(GroupInvite invite) -> new IncomingContent.Invitation(invite);
            case OutgoingContent.Interactive(Interaction interaction, Interaction.Form form) ->
                new IncomingContent.Interactive(interaction, form(interaction, form));
            default -> throw new AssertionError(content + " is no entry");
        };
    }

    private static String form(Interaction interaction, Interaction.Form form) {
        if (form == Interaction.Form.NATIVE_FLOW) {
            return "native_flow";
        }
        return interaction.actions().getFirst() instanceof Interaction.Action.Menu ? "list" : "buttons";
    }

    @Test
    void theServerIsToldWhatItHasToKnow() throws Exception {
        for (Map.Entry<String, OutgoingContent> sample : Samples.all().entrySet()) {
            Node stanza = talk.send(sample.getValue()).stanza();
            Enc enc = Contact.encFor(stanza, talk.bob.phone.lid);
            String extra = List.of("meta", "biz").stream()
                    .filter(stanza::hasChild)
                    .findFirst()
                    .orElse("");
            assertThat(List.of(stanza.text("type").orElse(""), enc.mediaType().orElse(""), extra))
                    .as(sample.getKey())
                    .isEqualTo(TRAITS.get(sample.getKey()));
            assertThat(enc.hideOnFailure()).as(sample.getKey()).isFalse();
        }
    }

    @Test
    void pressablesSayTheirFlow() throws Exception {
        Node one = talk.send(new OutgoingContent.Interactive(Samples.BUTTONS, Interaction.Form.NATIVE_FLOW))
                .stanza()
                .requireChild("biz")
                .requireChild("interactive");
        assertThat(one.requireText("type")).isEqualTo("native_flow");
        assertThat(one.requireChild("native_flow").requireText("name")).isEqualTo("quick_reply");
        Node several = talk.send(new OutgoingContent.Interactive(Samples.MIXED, Interaction.Form.NATIVE_FLOW))
                .stanza()
                .requireChild("biz")
                .requireChild("interactive");
        assertThat(several.requireChild("native_flow").requireText("name")).isEqualTo("mixed");
        Node list = talk.send(new OutgoingContent.Interactive(Samples.MENU, Interaction.Form.CLASSIC))
                .stanza()
                .requireChild("biz")
                .requireChild("list");
        assertThat(list.requireText("type")).isEqualTo("single_select");
    }

    @Test
    void numberedTextStandsInForButtons() throws Exception {
        Sent sent = talk.send(new OutgoingContent.Interactive(Samples.MENU, Interaction.Form.NUMBERED_TEXT));
        assertThat(sent.message().getConversation())
                .contains("*Lunch*", "What shall it be?", "1. Soup (of the day)", "2. Stew", "3. Salad", "_till noon_");
        assertThat(Samples.MENU.answerMeant(" 3 ").map(Interaction.Row::id)).contains("c1");
        assertThat(Samples.MENU.answerMeant("stew").map(Interaction.Row::id)).contains("w2");
        assertThat(Samples.MENU.answerMeant("4")).isEmpty();
        assertThat(talk.send(new OutgoingContent.Interactive(Samples.MIXED, Interaction.Form.NUMBERED_TEXT))
                        .message()
                        .getConversation())
                .contains("1. Tell me more", "Open: https://shop.test/?a=1&b=2", "Copy: SAVE10");
    }

    @Test
    void templatesOfOldHoldLinksAndNumbers() throws Exception {
        Sent sent = talk.send(new OutgoingContent.Interactive(Samples.MIXED, Interaction.Form.CLASSIC));
        IncomingMessage heard = talk.heard("T1", sent.message());
        var read = (IncomingContent.Interactive) heard.body();
        assertThat(read.form()).isEqualTo("template");
        assertThat(read.interaction().actions())
                .isEqualTo(Samples.MIXED.actions().subList(0, 3));
    }

    @Test
    void whatGoesWithAMessageComesWithIt() throws Exception {
        MessageRef question = new MessageRef(Contact.LID, "Q1", false, Optional.of(Contact.LID));
        OutgoingContext context = OutgoingContext.NONE
                .withQuote(new Quote(
                        question, Bytes.copyOf(Contact.text("which one?").toByteArray())))
                .withMentions(List.of(Contact.PN, Jid.lid("100000000000009")))
                .mentioningAll()
                .withForwardingScore(5)
                .withTimer(Duration.ofDays(7));
        for (OutgoingContent content :
                List.of(new OutgoingContent.Text("this"), Samples.image(false), Samples.link())) {
            Sent sent = talk.send(content, context);
            IncomingMessage heard = talk.heard("IN-" + sent.id(), sent.message());
            assertThat(heard.context().quoted().orElseThrow().text()).contains("which one?");
            assertThat(heard.quoted().map(MessageRef::id)).contains("Q1");
            assertThat(heard.context().mentions())
                    .extracting(party -> party.jid())
                    .containsExactly(Contact.LID, Jid.lid("100000000000009"));
            assertThat(heard.context().mentionsAll()).isTrue();
            assertThat(heard.context().forwardingScore()).isEqualTo(5);
            assertThat(heard.context().timer()).contains(Duration.ofDays(7));
        }
    }

    @Test
    void aReplyToAMessageOfAnotherChatNamesThatChat() throws Exception {
        Jid group = Jid.group("120363000000000001");
        MessageRef elsewhere = new MessageRef(group, "G1", false, Optional.of(Contact.LID));
        Sent sent = talk.send(
                new OutgoingContent.Text("privately"),
                OutgoingContext.NONE.withQuote(new Quote(elsewhere, Bytes.EMPTY)));
        ContextInfo info = sent.message().getExtendedTextMessage().getContextInfo();
        assertThat(info.getRemoteJid()).isEqualTo(group.toString());
        assertThat(info.getParticipant()).isEqualTo(Contact.LID.toString());
    }

    @Test
    void anOwnMessageIsQuotedFromMemory() throws Exception {
        MessageRef own = MessageRef.of(Contact.LID, "M0", true);
        Sent sent = talk.send(
                new OutgoingContent.Text("as I said"), OutgoingContext.NONE.withQuote(new Quote(own, Bytes.EMPTY)));
        ContextInfo info = sent.message().getExtendedTextMessage().getContextInfo();
        assertThat(info.getQuotedMessage().getConversation()).isEqualTo("first");
        assertThat(info.getParticipant()).isEqualTo(Stage.LID.bare().toString());
    }

    @Test
    void partsOfAnAlbumKnowTheirHead() throws Exception {
        Sent head = talk.send(new OutgoingContent.Album(1, 0));
        MessageRef album = MessageRef.of(Contact.LID, head.id(), true);
        Sent part = talk.send(Samples.image(false), OutgoingContext.NONE.inAlbum(album));
        IncomingMessage heard = talk.heard("A1", part.message());
        assertThat(heard.context().album().map(MessageRef::id)).contains(head.id());
    }

    @Test
    void forwardingCountsAndLeavesTheTalkBehind() throws Exception {
        Sent first = talk.send(
                Samples.image(false),
                OutgoingContext.NONE.withMentions(List.of(Contact.PN)).withForwardingScore(2));
        IncomingMessage heard = talk.heard("F1", first.message());
        Sent forwarded = talk.send(new OutgoingContent.Forward(heard.content(), false));
        IncomingMessage again = talk.heard("F2", forwarded.message());
        assertThat(again.body()).isEqualTo(heard.body());
        assertThat(again.context().forwardingScore()).isEqualTo(3);
        assertThat(again.context().mentions()).isEmpty();
        assertThat(forwarded.message().getMessageContextInfo().getMessageSecret())
                .isNotEqualTo(first.message().getMessageContextInfo().getMessageSecret());
        Sent own = talk.send(
                new OutgoingContent.Forward(Bytes.copyOf(Contact.text("mine").toByteArray()), true));
        assertThat(own.message().getExtendedTextMessage().getContextInfo().getIsForwarded())
                .isTrue();
    }

    @Test
    void captionsAreEditedToo() throws Exception {
        MessageRef own = MessageRef.of(Contact.LID, "M0", true);
        Sent sent = talk.send(new OutgoingContent.Edit(own, Samples.image(false)));
        assertThat(sent.stanza().text("edit")).contains("1");
        talk.hear("E1", sent.message());
        ClientEvent.MessageEdited edited = stage.event(ClientEvent.MessageEdited.class);
        assertThat(edited.text()).contains("a caption");
    }

    @Test
    void pinsKeepsAndTimersAreEvents() throws Exception {
        MessageRef target = MessageRef.of(Contact.LID, "M0", true);
        Sent pin = talk.send(new OutgoingContent.Pin(target, Duration.ofDays(7)));
        assertThat(pin.stanza().text("edit")).contains("2");
        talk.hear("P1", pin.message());
        ClientEvent.MessagePinned pinned = stage.event(ClientEvent.MessagePinned.class);
        assertThat(pinned.pinned()).isTrue();
        assertThat(pinned.time()).contains(Duration.ofDays(7));
        assertThat(pinned.target().fromMe())
                .as("the contact pinned a message of theirs")
                .isFalse();

        talk.hear("P2", talk.send(new OutgoingContent.Unpin(target)).message());
        assertThat(stage.event(ClientEvent.MessagePinned.class).pinned()).isFalse();

        talk.hear("K1", talk.send(new OutgoingContent.Keep(target, true)).message());
        assertThat(stage.event(ClientEvent.MessageKept.class).kept()).isTrue();
        Sent let = talk.send(new OutgoingContent.Keep(target, false));
        assertThat(let.stanza().text("edit")).contains("7");
        talk.hear("K2", let.message());
        assertThat(stage.event(ClientEvent.MessageKept.class).kept()).isFalse();

        talk.hear(
                "T1",
                talk.send(new OutgoingContent.ChatTimer(Duration.ofHours(24))).message());
        assertThat(stage.event(ClientEvent.ChatTimerChanged.class).timer()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void answersToPressablesAreRead() throws Exception {
        Message.Builder list = Message.newBuilder();
        list.getListResponseMessageBuilder()
                .setTitle("Soup")
                .setDescription("of the day")
                .getSingleSelectReplyBuilder()
                .setSelectedRowId("w1");
        assertThat(talk.heard("C1", list.build()).body())
                .isEqualTo(new IncomingContent.Choice("w1", "Soup", Optional.of("of the day"), Optional.empty()));
        Message.Builder button = Message.newBuilder();
        button.getButtonsResponseMessageBuilder().setSelectedButtonId("yes").setSelectedDisplayText("Yes");
        assertThat(talk.heard("C2", button.build()).body())
                .isEqualTo(new IncomingContent.Choice("yes", "Yes", Optional.empty(), Optional.empty()));
        Message.Builder template = Message.newBuilder();
        template.getTemplateButtonReplyMessageBuilder().setSelectedId("more").setSelectedDisplayText("Tell me more");
        assertThat(talk.heard("C3", template.build()).body())
                .isEqualTo(new IncomingContent.Choice("more", "Tell me more", Optional.empty(), Optional.empty()));
        Message.Builder flow = Message.newBuilder();
        flow.getInteractiveResponseMessageBuilder().getBodyBuilder().setText("Soup");
        flow.getInteractiveResponseMessageBuilder()
                .getNativeFlowResponseMessageBuilder()
                .setName("menu_options")
                .setParamsJson("{\"id\":\"w1\",\"description\":\"warm\"}");
        assertThat(talk.heard("C4", flow.build()).body())
                .isEqualTo(new IncomingContent.Choice(
                        "w1", "Soup", Optional.of("warm"), Optional.of("{\"id\":\"w1\",\"description\":\"warm\"}")));
        flow.getInteractiveResponseMessageBuilder()
                .getNativeFlowResponseMessageBuilder()
                .setParamsJson("{no json");
        assertThat(((IncomingContent.Choice) talk.heard("C5", flow.build()).body()).id())
                .isEmpty();
    }

    @Test
    void whatIsNotKnownIsToldWithItsBytes() throws Exception {
        Message unknown = Message.parseFrom(new byte[] {(byte) 0xC2, 0x3E, 0x02, 0x08, 0x01});
        IncomingMessage heard = talk.heard("U1", unknown);
        assertThat(heard.kind()).isEqualTo(MessageKind.UNSUPPORTED);
        assertThat(heard.body()).isEqualTo(new IncomingContent.Unsupported(MessageKind.UNSUPPORTED));
        assertThat(heard.content().toByteArray()).isEqualTo(unknown.toByteArray());
    }

    @Test
    void contentThatMakesNoSenseIsUnsupportedAndNotLost() throws Exception {
        Message.Builder nowhere = Message.newBuilder();
        nowhere.getLocationMessageBuilder().setDegreesLatitude(Double.NaN).setDegreesLongitude(400);
        assertThat(talk.heard("N1", nowhere.build()).body())
                .isEqualTo(new IncomingContent.Unsupported(MessageKind.LOCATION));
        Message.Builder shortKey = Message.newBuilder();
        shortKey.getImageMessageBuilder()
                .setDirectPath("/x")
                .setMediaKey(com.google.protobuf.ByteString.copyFrom(new byte[5]));
        assertThat(talk.heard("N2", shortKey.build()).body())
                .isEqualTo(new IncomingContent.Unsupported(MessageKind.IMAGE));
    }

    @Test
    void whatCannotBeSentIsRefusedBeforeAnythingHappens() throws Exception {
        assertThat(refusal(new OutgoingContent.NewPoll(Poll.of("One?", List.of("only"), 1))))
                .isEqualTo(SendFailure.Kind.INVALID_CONTENT);
        assertThat(refusal(new OutgoingContent.NewPoll(Poll.of("Same?", List.of("a", "a"), 1))))
                .isEqualTo(SendFailure.Kind.INVALID_CONTENT);
        MessageRef nowhere = MessageRef.of(Contact.LID, "NEVER", false);
        assertThat(refusal(new OutgoingContent.PollVote(nowhere, List.of("a"))))
                .isEqualTo(SendFailure.Kind.UNKNOWN_TARGET);
        assertThat(refusal(new OutgoingContent.Interactive(
                        new Interaction(Optional.empty(), "text", Optional.empty(), List.of()),
                        Interaction.Form.NATIVE_FLOW)))
                .isEqualTo(SendFailure.Kind.INVALID_CONTENT);
        assertThat(refusal(new OutgoingContent.Forward(
                        Bytes.copyOf(talk.send(Samples.image(true)).message().toByteArray()), false)))
                .isEqualTo(SendFailure.Kind.INVALID_CONTENT);
    }

    private SendFailure.Kind refusal(OutgoingContent content) throws InterruptedException {
        SendOutcome outcome = stage.companion
                .send(new OutgoingMessage("R" + content.hashCode(), Contact.PN, content))
                .await(ScriptedServer.PATIENCE)
                .orElseThrow();
        return ((SendOutcome.Rejected) outcome).failure().kind();
    }
}
