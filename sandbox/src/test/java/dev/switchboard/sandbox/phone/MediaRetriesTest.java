// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static dev.switchboard.sandbox.phone.PhoneFixture.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.proto.MediaRetryNotification.ResultType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files that a companion could not fetch.
class MediaRetriesTest {

    private static final FileDetails NOTHING_MORE =
            new FileDetails(Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(), false, false);

    private final PhoneFixture world = new PhoneFixture();
    private final FakeDevice companion = world.device(world.ann, 1);
    private final SealedFile file = world.files.seal(Bytes.utf8("a picture"), MediaKind.IMAGE, "image/jpeg");

    @BeforeEach
    void receive() {
        Message image = PhoneContent.file(MediaKind.IMAGE, file, NOTHING_MORE);
        world.deliver(ANN, world.bobsDevice().message("M1", image));
        assertThat(world.phones
                        .extras(ANN)
                        .file(world.annsHistory().getFirst())
                        .orElseThrow()
                        .state())
                .isEqualTo(FileState.VERIFIED);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private MediaRetryStanza ask(String id, MediaKey key) {
        world.deliver(ANN, companion.mediaRetry(id, key, world.bob.lid(), Optional.empty()));
        Node answer = world.network.nextSent();
        assertThat(answer.tag()).isEqualTo("notification");
        assertThat(answer.hasText("type", "mediaretry")).isTrue();
        assertThat(answer.requireText("id")).isEqualTo(id);
        assertThat(answer.requireJid("to")).isEqualTo(companion.pn);
        return MediaRetryStanza.of(answer);
    }

    private MediaRetryNotification open(MediaRetryStanza answer) {
        return MediaRetry.openAnswer(file.key(), "M1", answer.sealed().orElseThrow());
    }

    @Test
    void areUploadedAgainUnderAnotherPath() {
        MediaRetryNotification answer = open(ask("M1", file.key()));
        assertThat(answer.getResult()).isEqualTo(ResultType.SUCCESS);
        assertThat(answer.getDirectPath()).isNotEqualTo(file.directPath());
        Message renewed = Message.newBuilder()
                .setImageMessage(PhoneContent.file(MediaKind.IMAGE, file, NOTHING_MORE).getImageMessage().toBuilder()
                        .clearUrl()
                        .setDirectPath(answer.getDirectPath()))
                .build();
        FileNote note = world.files.fetch(
                dev.switchboard.wire.media.MediaReference.of(renewed).orElseThrow(), OutputStream.nullOutputStream());
        assertThat(note.state()).isEqualTo(FileState.VERIFIED);
    }

    @Test
    void areUploadedAgainAfterTheyExpired() {
        world.media.expire(file.hashes().fileEncSha256());
        assertThat(open(ask("M1", file.key())).getResult()).isEqualTo(ResultType.SUCCESS);
    }

    @Test
    void areNotFoundWhenThePhoneHasLostThemToo() {
        world.media.clear();
        assertThat(open(ask("M1", file.key())).getResult()).isEqualTo(ResultType.NOT_FOUND);
    }

    @Test
    void areNotFoundWhenThePhoneNeverHadTheMessage() {
        MediaRetryStanza answer = ask("M2", file.key());
        assertThat(answer.sealed()).isEmpty();
        assertThat(answer.error()).hasValue(2);
    }

    @Test
    void areRefusedToWhoDoesNotKnowTheKey() {
        MediaRetryStanza answer = ask("M1", MediaKey.generate(world.random));
        assertThat(answer.sealed()).isEmpty();
        assertThat(answer.error()).hasValue(3);
    }
}
