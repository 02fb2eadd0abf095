// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.ClientEvent.ChatTimerChanged;
import dev.switchboard.client.event.ClientEvent.MessagePinned;
import dev.switchboard.client.event.ClientEvent.MessageRevoked;
import dev.switchboard.client.event.ClientEvent.PollVoted;
import dev.switchboard.client.event.ClientEvent.ReactionChanged;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.media.MediaFault;
import dev.switchboard.client.media.MediaSource;
import dev.switchboard.client.media.MediaTransfers;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.interop.admin.AdminAnswer.PhoneMessage;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of message between our client, stock Baileys and the simulated phones.
@RequiresProgram({"node", "npm"})
final class ContentIT extends BaileysWorld {

    private static final Bytes THUMBNAIL =
            Bytes.copyOf(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9});

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private String ourPhone;
    private OurDevice ours;
    private Linked theirs;
    private String phone;

    @BeforeAll
    void link() {
        ourPhone = world().newAccount("ours-content").phone();
        ours = new OurDevice("ours-content", world(), runtime).linkByQr(admin(), ourPhone);
        theirs = linked("theirs-content");
        phone = world().newAccount("phone-content").phone();
    }

    @AfterAll
    void stopOurs() {
        ours.stop();
        runtime.close();
    }

    private Jid baileys() {
        return Jid.pn(theirs.phone());
    }

    private Jid phoneJid() {
        return Jid.pn(phone);
    }

    private String ourJid() {
        return ourPhone + "@s.whatsapp.net";
    }

    private static byte[] file(String kind) {
        return ("a file of kind " + kind + ", ").repeat(5000).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> base64(byte[] bytes) {
        return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
    }

    private PhoneMessage atPhone(String id) {
        return admin().awaitMessage(phone, id, message -> !message.type().equals("undecryptable"));
    }

    private String phoneSays(String name, Object content) {
        return admin().phoneSends(phone, Map.of("to", ourPhone, name, content)).id();
    }

    private byte[] opened(MediaReference file) throws Exception {
        try (InputStream in = ours.companion().media().open(file)) {
            return in.readAllBytes();
        }
    }

    private UploadedMedia upload(MediaKind kind, String mimetype, byte[] bytes) throws InterruptedException {
        return ours.companion()
                .media()
                .upload(kind, MediaSource.of(Bytes.copyOf(bytes)).as(mimetype));
    }

    // Texts

    @Test
    void quotesAndMentions() {
        var question = theirs.client().send(ourJid(), "which one?");
        var asked = ours.awaitText(question);
        var answer = ours.say(
                baileys(),
                new OutgoingContent.Text("this one, @" + theirs.phone()),
                OutgoingContext.NONE
                        .withQuote(new Quote(
                                new MessageRef(
                                        asked.chat().jid(),
                                        question,
                                        false,
                                        Optional.of(asked.sender().jid())),
                                asked.content()))
                        .withMentions(List.of(baileys())));
        var context = theirs.client().show(answer).path("extendedTextMessage").path("contextInfo");
        assertThat(context.path("stanzaId").asText()).isEqualTo(question);
        assertThat(context.path("quotedMessage").toString()).contains("which one?");
        assertThat(context.path("mentionedJid").get(0).asText()).isEqualTo(theirs.jid());

        var reply = theirs.client()
                .say(
                        ourJid(),
                        Map.of("text", "that one, @" + ourPhone, "mentions", List.of(ourJid()), "mentionAll", true));
        var heard = ours.awaitText(reply);
        assertThat(heard.context().mentions())
                .extracting(party -> party.pn().orElseThrow())
                .containsExactly(Jid.pn(ourPhone));
        assertThat(heard.context().mentionsAll()).isTrue();
        var quoting = theirs.client().quote(ourJid(), "as you said", answer);
        assertThat(ours.awaitText(quoting).quoted().map(MessageRef::id)).contains(answer);
    }

    @Test
    void quotesOfAndToAPhone() {
        var said = phoneSays("text", "which one?");
        var asked = ours.awaitText(said);
        var answer = ours.say(
                phoneJid(),
                new OutgoingContent.Text("this one"),
                OutgoingContext.NONE.withQuote(new Quote(
                        new MessageRef(
                                asked.chat().jid(),
                                said,
                                false,
                                Optional.of(asked.sender().jid())),
                        asked.content())));
        assertThat(atPhone(answer).quotedId()).isEqualTo(said);
        var back = admin().phoneSends(phone, Map.of("to", ourPhone, "text", "fine", "quote", answer));
        assertThat(ours.awaitText(back.id()).quoted().map(MessageRef::id)).contains(answer);
    }

    @Test
    void linkPreviews() {
        var preview = new LinkPreview(
                "https://page.test/x", Optional.of("A page"), Optional.of("about things"), Optional.of(THUMBNAIL));
        var content = new OutgoingContent.Text("see https://page.test/x", Optional.of(preview), Optional.empty());
        var shown = theirs.client().show(ours.say(baileys(), content)).path("extendedTextMessage");
        assertThat(shown.path("matchedText").asText()).isEqualTo("https://page.test/x");
        assertThat(shown.path("title").asText()).isEqualTo("A page");
        var atPhone = atPhone(ours.say(phoneJid(), content)).link();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("title").asText()).isEqualTo("A page");

        var told = Map.of(
                "matched-text",
                "https://page.test/y",
                "canonical-url",
                "https://page.test/y",
                "title",
                "Another",
                "description",
                "more");
        var fromBaileys = (IncomingContent.Text) ours.awaitText(
                        theirs.client().say(ourJid(), Map.of("text", "see https://page.test/y", "linkPreview", told)))
                .body();
        assertThat(fromBaileys.preview().flatMap(LinkPreview::title)).contains("Another");
        var fromPhone = (IncomingContent.Text) ours.awaitText(phoneSays(
                        "link",
                        Map.of("text", "see https://page.test/z", "url", "https://page.test/z", "title", "Third")))
                .body();
        assertThat(fromPhone.preview().flatMap(LinkPreview::title)).contains("Third");
    }

    @Test
    void forwardingIsCounted() {
        var first = ours.awaitText(theirs.client().send(ourJid(), "pass it on"));
        var forwarded = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Forward(first.content(), false)))
                .path("extendedTextMessage");
        assertThat(forwarded.path("text").asText()).isEqualTo("pass it on");
        assertThat(forwarded.path("contextInfo").path("forwardingScore").asInt())
                .isEqualTo(1);
        theirs.client().awaitText(ours.send(baileys(), "on and on"));
        var back = ours.awaitText(theirs.client().forward(ourJid(), ours.send(baileys(), "around")));
        assertThat(back.context().forwardingScore()).isPositive();
    }

    @Test
    void timersOfChats() {
        var from = ours.journal().position();
        theirs.client().say(ourJid(), Map.of("disappearingMessagesInChat", 86_400));
        var changed = ours.await(from, ChatTimerChanged.class, "a timer", one -> true);
        assertThat(changed.timer()).isEqualTo(Duration.ofDays(1));
        var shown = theirs.client().show(ours.say(baileys(), new OutgoingContent.ChatTimer(Duration.ofDays(7))));
        assertThat(shown.path("protocolMessage").path("ephemeralExpiration").asInt())
                .isEqualTo(604_800);
        var lasting = theirs.client()
                .show(ours.say(
                        baileys(),
                        new OutgoingContent.Text("for a week"),
                        OutgoingContext.NONE.withTimer(Duration.ofDays(7))));
        assertThat(lasting.path("extendedTextMessage")
                        .path("contextInfo")
                        .path("expiration")
                        .asInt())
                .isEqualTo(604_800);
        ours.say(baileys(), new OutgoingContent.ChatTimer(Duration.ZERO));
        theirs.client().say(ourJid(), Map.of("disappearingMessagesInChat", false));
    }

    // Files

    enum Sort {
        IMAGE(MediaKind.IMAGE, "image/jpeg", "imageMessage", "image"),
        VIDEO(MediaKind.VIDEO, "video/mp4", "videoMessage", "video"),
        GIF(MediaKind.GIF, "video/mp4", "videoMessage", "video"),
        VIDEO_NOTE(MediaKind.VIDEO_NOTE, "video/mp4", "ptvMessage", "video"),
        AUDIO(MediaKind.AUDIO, "audio/mpeg", "audioMessage", "audio"),
        VOICE_NOTE(MediaKind.VOICE_NOTE, "audio/ogg; codecs=opus", "audioMessage", "audio"),
        DOCUMENT(MediaKind.DOCUMENT, "application/pdf", "documentMessage", "document"),
        STICKER(MediaKind.STICKER, "image/webp", "stickerMessage", "sticker");

        final MediaKind kind;
        final String mimetype;
        final String field;
        final String name;

        Sort(MediaKind kind, String mimetype, String field, String name) {
            this.kind = kind;
            this.mimetype = mimetype;
            this.field = field;
            this.name = name;
        }

        OutgoingContent with(UploadedMedia file) {
            Frame frame = Frame.of(64, 48, THUMBNAIL);
            Optional<Duration> length = Optional.of(Duration.ofSeconds(5));
            Optional<String> caption = Optional.of("a caption");
            return switch (this) {
                case IMAGE -> new OutgoingContent.Image(file, caption, frame, false);
                case VIDEO -> new OutgoingContent.Video(file, caption, frame, length, VideoForm.VIDEO, false);
                case GIF -> new OutgoingContent.Video(file, caption, frame, length, VideoForm.GIF, false);
                case VIDEO_NOTE ->
                    new OutgoingContent.Video(file, Optional.empty(), frame, length, VideoForm.NOTE, false);
                case AUDIO -> new OutgoingContent.Audio(file, length);
                case VOICE_NOTE -> new OutgoingContent.VoiceNote(file, length, Bytes.copyOf(new byte[64]), false);
                case DOCUMENT ->
                    new OutgoingContent.Document(
                            file, Optional.of("paper.pdf"), Optional.empty(), OptionalInt.of(2), caption, frame);
                case STICKER -> new OutgoingContent.Sticker(file, Frame.of(512, 512), false);
            };
        }

        /// How Baileys and the phone are told which sort of their kind it is.
        Map<String, Object> hints() {
            return switch (this) {
                case GIF -> Map.of("gifPlayback", true);
                case VIDEO_NOTE -> Map.of("ptv", true);
                case VOICE_NOTE -> Map.of("ptt", true, "seconds", 5, "waveform", base64(new byte[64]));
                default -> Map.of();
            };
        }

        Map<String, Object> phoneHints() {
            return switch (this) {
                case GIF -> Map.of("gif", true);
                case VIDEO_NOTE -> Map.of("note", true);
                case VOICE_NOTE -> Map.of("voice", true, "seconds", 5);
                case DOCUMENT -> Map.of("name", "paper.pdf", "caption", "a caption");
                case IMAGE, VIDEO -> Map.of("caption", "a caption");
                default -> Map.of();
            };
        }

        boolean captioned() {
            return this == IMAGE || this == VIDEO || this == DOCUMENT;
        }
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void filesFromUsToBaileys(Sort sort) throws Exception {
        var bytes = file(sort.name() + " to baileys");
        var id = ours.say(baileys(), sort.with(upload(sort.kind, sort.mimetype, bytes)));
        var shown = theirs.client().show(id).path(sort.field);
        assertThat(shown.path("mimetype").asText()).isEqualTo(sort.mimetype);
        if (sort.captioned()) {
            assertThat(shown.path("caption").asText()).isEqualTo("a caption");
        }
        assertThat(shown.path("gifPlayback").asBoolean()).isEqualTo(sort == Sort.GIF);
        assertThat(shown.path("ptt").asBoolean()).isEqualTo(sort == Sort.VOICE_NOTE);
        assertThat(theirs.client().download(id).sha256()).isEqualTo(sha256(bytes));
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void filesFromUsToAPhone(Sort sort) throws Exception {
        var bytes = file(sort.name() + " to a phone");
        var id = ours.say(phoneJid(), sort.with(upload(sort.kind, sort.mimetype, bytes)));
        var received = admin().awaitMessage(phone, id, message -> message.sha256() != null);
        assertThat(received.type()).isEqualTo(sort.name);
        assertThat(received.mimetype()).isEqualTo(sort.mimetype);
        assertThat(received.sha256()).isEqualTo(sha256(bytes));
        if (sort.captioned()) {
            assertThat(received.caption()).isEqualTo("a caption");
        }
        var own = admin().awaitMessage(ourPhone, id, message -> message.sha256() != null);
        assertThat(own.sha256()).isEqualTo(sha256(bytes));
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void filesFromBaileysToUs(Sort sort) throws Exception {
        var bytes = file(sort.name() + " from baileys");
        var extra = new HashMap<String, Object>(sort.hints());
        extra.put("mimetype", sort.mimetype);
        extra.put(sort.name, base64(bytes));
        if (sort.captioned()) {
            extra.put("caption", "a caption");
        }
        var id = theirs.client().say(ourJid(), extra);
        checkFile(sort, bytes, ours.awaitText(id));
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void filesFromAPhoneToUs(Sort sort) throws Exception {
        var bytes = file(sort.name() + " from a phone");
        var body = new HashMap<String, Object>(sort.phoneHints());
        body.put("file", Base64.getEncoder().encodeToString(bytes));
        body.put("mimetype", sort.mimetype);
        checkFile(sort, bytes, ours.awaitText(phoneSays(sort.name, body)));
    }

    private void checkFile(Sort sort, byte[] bytes, IncomingMessage received) throws Exception {
        assertThat(received.kind().name()).isEqualTo(sort.name());
        var body = (IncomingContent.File) received.body();
        assertThat(body.file().kind()).isEqualTo(sort.kind);
        assertThat(body.file().mimetype()).contains(sort.mimetype);
        if (sort.captioned()) {
            assertThat(received.text()).contains("a caption");
        }
        assertThat(sha256(opened(body.file()))).isEqualTo(sha256(bytes));
    }

    @Test
    void oneUploadForManyReaders() throws Exception {
        var bytes = file("shared");
        var content = Sort.IMAGE.with(upload(MediaKind.IMAGE, "image/jpeg", bytes));
        var one = ours.say(baileys(), content);
        var two = ours.say(phoneJid(), content);
        assertThat(theirs.client().download(one).sha256()).isEqualTo(sha256(bytes));
        assertThat(admin().awaitMessage(phone, two, message -> message.sha256() != null)
                        .sha256())
                .isEqualTo(sha256(bytes));
    }

    @Test
    void viewOnce() throws Exception {
        var bytes = file("once");
        var uploaded = upload(MediaKind.IMAGE, "image/jpeg", bytes);
        var id = ours.say(
                baileys(), new OutgoingContent.Image(uploaded, Optional.empty(), Frame.of(64, 48, THUMBNAIL), true));
        assertThat(theirs.client()
                        .show(id)
                        .path("imageMessage")
                        .path("viewOnce")
                        .asBoolean())
                .isTrue();
        var back = theirs.client()
                .say(ourJid(), Map.of("image", base64(bytes), "mimetype", "image/jpeg", "viewOnce", true));
        var received = ours.awaitText(back);
        assertThat(received.context().viewOnce()).isTrue();
        assertThat(opened(((IncomingContent.Image) received.body()).file())).isEqualTo(bytes);
    }

    @Test
    void albums() throws Exception {
        var head = ours.say(baileys(), new OutgoingContent.Album(1, 0));
        assertThat(theirs.client()
                        .show(head)
                        .path("albumMessage")
                        .path("expectedImageCount")
                        .asInt())
                .isEqualTo(1);
        var part = ours.say(
                baileys(),
                Sort.IMAGE.with(upload(MediaKind.IMAGE, "image/jpeg", file("part"))),
                OutgoingContext.NONE.inAlbum(MessageRef.of(baileys(), head, true)));
        assertThat(theirs.client()
                        .show(part)
                        .path("messageContextInfo")
                        .path("messageAssociation")
                        .path("parentMessageKey")
                        .path("id")
                        .asText())
                .isEqualTo(head);
        var theirHead = theirs.client()
                .say(ourJid(), Map.of("album", Map.of("expectedImageCount", 1, "expectedVideoCount", 0)));
        assertThat(ours.awaitText(theirHead).body()).isEqualTo(new IncomingContent.Album(1, 0));
        var key = Map.of("remoteJid", ourJid(), "fromMe", true, "id", theirHead);
        var theirPart = theirs.client()
                .say(
                        ourJid(),
                        Map.of("image", base64(file("theirs")), "mimetype", "image/jpeg", "albumParentKey", key));
        assertThat(ours.awaitText(theirPart).context().album().map(MessageRef::id))
                .contains(theirHead);
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void aFileThatIsGoneIsUploadedAgainByThePhone(int status) throws Exception {
        var bytes = file("lost " + status);
        var id = phoneSays("image", Map.of("file", Base64.getEncoder().encodeToString(bytes)));
        var received = ours.awaitText(id);
        var lost = ((IncomingContent.Image) received.body()).file();
        admin().setFault(Map.of(
                "fault",
                "media-error",
                "count",
                1,
                "params",
                Map.of("code", String.valueOf(status), "on", "download")));
        MediaFault fault = catchFault(lost);
        assertThat(fault.kind().phoneMayHelp()).isTrue();
        var found = OurDevice.given(ours.companion()
                .media()
                .askAgain(
                        new MessageRef(
                                received.chat().jid(),
                                id,
                                false,
                                Optional.of(received.sender().jid())),
                        lost));
        assertThat(sha256(opened(found))).isEqualTo(sha256(bytes));
    }

    private MediaFault catchFault(MediaReference file) throws Exception {
        try {
            opened(file);
        } catch (MediaFault fault) {
            return fault;
        }
        throw new AssertionError("the file is there");
    }

    @Test
    void damagedAndTruncatedFilesAreRefused() throws Exception {
        var received = ours.awaitText(
                phoneSays("image", Map.of("file", Base64.getEncoder().encodeToString(file("damaged")))));
        var reference = ((IncomingContent.Image) received.body()).file();
        admin().setFault(Map.of("fault", "media-wrong-bytes", "count", 1));
        assertThat(catchFault(reference).kind()).isEqualTo(MediaFault.Kind.CORRUPT);
        assertThat(opened(reference)).hasSizeGreaterThan(0);
    }

    @Test
    void aLargeFileGoesBothWays() throws Exception {
        MediaSource large = () -> new InputStream() {
            private long left = 20L << 20;

            @Override
            public int read() {
                return left-- > 0 ? (int) (left * 31 & 0xFF) : -1;
            }
        };
        var uploaded = ours.companion().media().upload(MediaKind.DOCUMENT, large);
        try (InputStream in = ours.companion().media().open(uploaded.reference(), MediaTransfers.LARGEST)) {
            assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(20L << 20);
        }
    }

    // Places, cards, invitations

    @Test
    void places() {
        var content = new OutgoingContent.Location(Place.at(52.5, 13.4, Optional.of("Cafe"), Optional.of("Street 1")));
        var shown = theirs.client().show(ours.say(baileys(), content)).path("locationMessage");
        assertThat(shown.path("degreesLatitude").asDouble()).isEqualTo(52.5);
        assertThat(shown.path("name").asText()).isEqualTo("Cafe");
        var atPhone = atPhone(ours.say(phoneJid(), content)).location();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("longitude").asDouble()).isEqualTo(13.4);

        var fromBaileys = theirs.client()
                .say(ourJid(), Map.of("location", Map.of("degreesLatitude", 1.5, "degreesLongitude", -2.5)));
        assertThat(((IncomingContent.Location) ours.awaitText(fromBaileys).body()).place())
                .isEqualTo(Place.at(1.5, -2.5));
        var fromPhone = phoneSays("location", Map.of("latitude", 1.25, "longitude", -2.25));
        assertThat(((IncomingContent.Location) ours.awaitText(fromPhone).body()).place())
                .isEqualTo(Place.at(1.25, -2.25));
    }

    @Test
    void liveLocations() {
        var shown = theirs.client()
                .show(ours.say(
                        baileys(),
                        new OutgoingContent.LiveLocation(
                                Place.at(52.5, 13.4),
                                dev.switchboard.client.message.Movement.UNKNOWN,
                                Optional.of("on my way"),
                                1)));
        assertThat(shown.path("liveLocationMessage").path("caption").asText()).isEqualTo("on my way");
    }

    @Test
    void contactCards() {
        var card = new ContactCard("Cy", "BEGIN:VCARD\nVERSION:3.0\nFN:Cy\nEND:VCARD");
        var other = new ContactCard("Di", "BEGIN:VCARD\nVERSION:3.0\nFN:Di\nEND:VCARD");
        assertThat(theirs.client()
                        .show(ours.say(baileys(), new OutgoingContent.Contacts(List.of(card))))
                        .path("contactMessage")
                        .path("displayName")
                        .asText())
                .isEqualTo("Cy");
        assertThat(theirs.client()
                        .show(ours.say(baileys(), new OutgoingContent.Contacts(List.of(card, other))))
                        .path("contactsArrayMessage")
                        .path("contacts"))
                .hasSize(2);
        var atPhone = atPhone(ours.say(phoneJid(), new OutgoingContent.Contacts(List.of(card))))
                .contact();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("name").asText()).isEqualTo("Cy");

        var two = List.of(
                Map.of("displayName", "Cy", "vcard", card.vcard()),
                Map.of("displayName", "Di", "vcard", other.vcard()));
        var fromBaileys =
                theirs.client().say(ourJid(), Map.of("contacts", Map.of("displayName", "two", "contacts", two)));
        assertThat(((IncomingContent.Contacts) ours.awaitText(fromBaileys).body()).cards())
                .containsExactly(card, other);
        var fromPhone = phoneSays("contact", Map.of("name", "Cy", "vcard", card.vcard()));
        assertThat(((IncomingContent.Contacts) ours.awaitText(fromPhone).body()).cards())
                .containsExactly(card);
    }

    @Test
    void invitationsToGroups() {
        var expires = Instant.ofEpochSecond(1_900_000_000L);
        var group = Jid.group("120363000000000077");
        var invite = new GroupInvite(group, "CODE", expires, "Friends", Optional.of("come in"), Optional.empty());
        var shown = theirs.client().show(ours.say(baileys(), new OutgoingContent.Invitation(invite)));
        assertThat(shown.path("groupInviteMessage").path("inviteCode").asText()).isEqualTo("CODE");
    }

    @Test
    void whatCannotBeReadForGoodComesFromTheOwnPhone() {
        var friend = world().newAccount("garbled friend").phone();
        var first = admin().sendText(friend, ourPhone, "intact");
        ours.awaitText(first.id());
        var fault = admin().setFault(Map.of(
                "fault",
                "message-corrupt",
                "account",
                ourPhone,
                "device",
                ours.pn().device(),
                "chat",
                friend,
                "count",
                100));
        var lost = admin().phoneSends(
                        friend, Map.of("to", ourPhone, "location", Map.of("latitude", 3.5, "longitude", 4.5)));
        var recovered = ours.awaitText(lost.id());
        admin().clearFault(fault);
        assertThat(recovered.body()).isEqualTo(new IncomingContent.Location(Place.at(3.5, 4.5), Optional.empty()));
        assertThat(recovered.sender().pn()).contains(Jid.pn(friend));
        assertThat(ours.undecryptable()).anyMatch(one -> one.placeholder().id().equals(lost.id()));
    }

    // What is added to messages

    @Test
    void reactions() {
        var mine = ours.send(baileys(), "react to this");
        var received = theirs.client().awaitText(mine);
        var from = ours.journal().position();
        theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "react",
                                Map.of(
                                        "key",
                                        Map.of("remoteJid", received.key().chat(), "fromMe", false, "id", mine),
                                        "text",
                                        "👍")));
        var reacted = ours.await(
                from, ReactionChanged.class, "a reaction", one -> one.emoji().equals("👍"));
        assertThat(reacted.target().id()).isEqualTo(mine);
        assertThat(reacted.target().fromMe()).isTrue();

        var theirText = theirs.client().send(ourJid(), "and to that");
        ours.awaitText(theirText);
        var id = ours.say(baileys(), new OutgoingContent.Reaction(MessageRef.of(baileys(), theirText, false), "🎉"));
        assertThat(theirs.client().show(id).path("reactionMessage").path("text").asText())
                .isEqualTo("🎉");

        var atPhone = ours.send(phoneJid(), "react, phone");
        atPhone(atPhone);
        phoneSays("reaction", Map.of("id", atPhone, "emoji", "❤"));
        assertThat(ours.await(
                                0,
                                ReactionChanged.class,
                                "a phone's reaction",
                                one -> one.emoji().equals("❤"))
                        .target()
                        .id())
                .isEqualTo(atPhone);
        var ofPhone = phoneSays("text", "now you");
        ours.awaitText(ofPhone);
        ours.say(phoneJid(), new OutgoingContent.Reaction(MessageRef.of(phoneJid(), ofPhone, false), "✅"));
        admin().awaitMessage(phone, ofPhone, message -> "✅".equals(message.reaction()));
    }

    @Test
    void ourPollIsVotedInByAPhoneAndByOurselves() {
        var options = List.of("tea", "coffee", "water");
        var poll = ours.say(phoneJid(), new OutgoingContent.NewPoll(Poll.of("what?", options, 0)));
        var shown = atPhone(poll).poll();
        assertThat(shown).isNotNull();
        assertThat(shown.path("question").asText()).isEqualTo("what?");
        phoneSays("vote", Map.of("id", poll, "options", List.of("tea", "water")));
        var voted = ours.await(
                0, PollVoted.class, "a vote", vote -> vote.poll().id().equals(poll));
        assertThat(voted.chosen()).containsExactly("tea", "water");
        assertThat(voted.tally().counts()).extracting(PollTally.Count::votes).containsExactly(1, 0, 1);
        var from = ours.journal().position();
        ours.say(phoneJid(), new OutgoingContent.PollVote(MessageRef.of(phoneJid(), poll, true), List.of("tea")));
        var ownVote = ours.await(from, PollVoted.class, "our vote", PollVoted::fromMe);
        assertThat(ownVote.tally().counts()).extracting(PollTally.Count::votes).containsExactly(2, 0, 1);
        phoneSays("vote", Map.of("id", poll, "options", List.of()));
        var withdrawn = ours.await(
                from,
                PollVoted.class,
                "the withdrawal",
                vote -> !vote.fromMe() && vote.chosen().isEmpty());
        assertThat(withdrawn.tally().counts())
                .extracting(PollTally.Count::votes)
                .containsExactly(1, 0, 0);
    }

    @Test
    void weVoteInThePollOfAPhone() {
        var poll = phoneSays("poll", Map.of("question", "tea?", "options", List.of("yes", "no"), "selectable", 1));
        assertThat(((IncomingContent.NewPoll) ours.awaitText(poll).body()).poll())
                .isEqualTo(Poll.of("tea?", List.of("yes", "no"), 1));
        ours.say(phoneJid(), new OutgoingContent.PollVote(MessageRef.of(phoneJid(), poll, false), List.of("no")));
        admin().awaitMessage(
                        phone,
                        poll,
                        message -> message.poll() != null
                                && !message.poll()
                                        .path("options")
                                        .get(1)
                                        .path("votes")
                                        .isEmpty());
    }

    @Test
    void pollsBetweenUsAndBaileys() {
        var mine = ours.say(baileys(), new OutgoingContent.NewPoll(Poll.of("when?", List.of("Mon", "Tue"), 1)));
        assertThat(theirs.client()
                        .show(mine)
                        .path("pollCreationMessageV3")
                        .path("options")
                        .get(1)
                        .path("optionName")
                        .asText())
                .isEqualTo("Tue");
        var poll = theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "poll",
                                Map.of("name", "where?", "values", List.of("here", "there"), "selectableCount", 0)));
        assertThat(((IncomingContent.NewPoll) ours.awaitText(poll).body())
                        .poll()
                        .options())
                .containsExactly("here", "there");
        var vote = ours.say(
                baileys(), new OutgoingContent.PollVote(MessageRef.of(baileys(), poll, false), List.of("there")));
        assertThat(theirs.client()
                        .openVote(
                                poll,
                                vote,
                                Jid.parse(theirs.client().lid()).bare().toString(),
                                ours.lid().bare().toString()))
                .containsExactly("there");
    }

    @Test
    void events() {
        var start = Instant.ofEpochSecond(1_900_000_000L);
        var mine = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.NewEvent(CalendarEvent.of("Dinner", start))))
                .path("eventMessage");
        assertThat(mine.path("name").asText()).isEqualTo("Dinner");
        assertThat(mine.path("startTime").asLong()).isEqualTo(start.getEpochSecond());
        var theirEvent = theirs.client()
                .say(
                        ourJid(),
                        Map.of("event", Map.of("name", "Lunch", "startDate", Map.of("millis", start.toEpochMilli()))));
        var read = ((IncomingContent.NewEvent) ours.awaitText(theirEvent).body()).event();
        assertThat(read.name()).isEqualTo("Lunch");
        assertThat(read.start()).isEqualTo(start);
    }

    @Test
    void pins() {
        var mine = ours.send(baileys(), "pin this");
        var received = theirs.client().awaitText(mine);
        var from = ours.journal().position();
        var key = Map.of("remoteJid", received.key().chat(), "fromMe", false, "id", mine);
        theirs.client().say(ourJid(), Map.of("pin", key, "type", 1, "time", 604_800));
        var pinned = ours.await(from, MessagePinned.class, "a pin", MessagePinned::pinned);
        assertThat(pinned.target().id()).isEqualTo(mine);
        assertThat(pinned.target().fromMe()).isTrue();
        assertThat(pinned.time()).contains(Duration.ofDays(7));
        theirs.client().say(ourJid(), Map.of("pin", key, "type", 2));
        ours.await(from, MessagePinned.class, "an unpin", one -> !one.pinned());
        var pin =
                ours.say(baileys(), new OutgoingContent.Pin(MessageRef.of(baileys(), mine, true), Duration.ofDays(1)));
        assertThat(theirs.client()
                        .show(pin)
                        .path("pinInChatMessage")
                        .path("key")
                        .path("id")
                        .asText())
                .isEqualTo(mine);
    }

    // In groups

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

    // Things to press

    @Test
    void pressablesReachBaileysAndTheirAnswersComeBack() {
        var interaction = new Interaction(
                Optional.of("Lunch"),
                "Soup?",
                Optional.empty(),
                List.of(new Interaction.Action.Reply("yes", "Yes"), new Interaction.Action.Reply("no", "No")));
        var flow = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.NATIVE_FLOW)));
        assertThat(flow.path("interactiveMessage").path("nativeFlowMessage").path("buttons"))
                .hasSize(2);
        var classic = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.CLASSIC)));
        assertThat(classic.path("buttonsMessage").path("buttons")).hasSize(2);
        var text = theirs.client()
                .awaitText(ours.say(
                        baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.NUMBERED_TEXT)));
        assertThat(text.text()).contains("1. Yes", "2. No");

        var pressed = theirs.client()
                .say(
                        ourJid(),
                        Map.of("buttonReply", Map.of("displayText", "Yes", "id", "yes", "index", 0), "type", "plain"));
        assertThat(ours.awaitText(pressed).body())
                .isEqualTo(new IncomingContent.Choice("yes", "Yes", Optional.empty(), Optional.empty()));
        var chosen = theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "listReply",
                                Map.of(
                                        "title",
                                        "Soup",
                                        "listType",
                                        1,
                                        "singleSelectReply",
                                        Map.of("selectedRowId", "w1"))));
        assertThat(((IncomingContent.Choice) ours.awaitText(chosen).body()).id())
                .isEqualTo("w1");
    }
}
