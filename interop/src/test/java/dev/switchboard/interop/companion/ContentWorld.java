// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.media.MediaSource;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.interop.admin.AdminAnswer.PhoneMessage;
import dev.switchboard.interop.baileys.BaileysWorld;
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
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Our client, a stock Baileys and a simulated phone that tell each other every kind of message.
abstract class ContentWorld extends BaileysWorld {

    static final Bytes THUMBNAIL = Bytes.copyOf(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9});

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    String ourPhone;
    OurDevice ours;
    Linked theirs;
    String phone;

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

    Jid baileys() {
        return Jid.pn(theirs.phone());
    }

    Jid phoneJid() {
        return Jid.pn(phone);
    }

    String ourJid() {
        return ourPhone + "@s.whatsapp.net";
    }

    static byte[] file(String kind) {
        return ("a file of kind " + kind + ", ").repeat(5000).getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> base64(byte[] bytes) {
        return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
    }

    PhoneMessage atPhone(String id) {
        return admin().awaitMessage(phone, id, message -> !message.type().equals("undecryptable"));
    }

    String phoneSays(String name, Object content) {
        return admin().phoneSends(phone, Map.of("to", ourPhone, name, content)).id();
    }

    byte[] opened(MediaReference file) throws Exception {
        try (InputStream in = ours.companion().media().open(file)) {
            return in.readAllBytes();
        }
    }

    UploadedMedia upload(MediaKind kind, String mimetype, byte[] bytes) throws InterruptedException {
        return ours.companion()
                .media()
                .upload(kind, MediaSource.of(Bytes.copyOf(bytes)).as(mimetype));
    }

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

    void checkFile(Sort sort, byte[] bytes, IncomingMessage received) throws Exception {
        assertThat(received.kind().name()).isEqualTo(sort.name());
        var body = (IncomingContent.File) received.body();
        assertThat(body.file().kind()).isEqualTo(sort.kind);
        assertThat(body.file().mimetype()).contains(sort.mimetype);
        if (sort.captioned()) {
            assertThat(received.text()).contains("a caption");
        }
        assertThat(sha256(opened(body.file()))).isEqualTo(sha256(bytes));
    }
}
