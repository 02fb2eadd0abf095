// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.media.MediaFault;
import dev.switchboard.client.media.MediaSource;
import dev.switchboard.client.media.MediaTransfers;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Files of every kind, in every direction.
@RequiresProgram({"node", "npm"})
final class FilesIT extends ContentWorld {

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
}
