// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.testkit.RequiresProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Files that phones would not play, made playable by the real ffmpeg.
@RequiresProgram("ffmpeg")
class ConversionIT {
    private static final int RATE = 8_000;
    private static final int SECONDS = 2;

    @TempDir
    private static Path folder;

    private static Harness harness;

    @BeforeAll
    static void start() {
        harness = Harness.start(folder, new FakeNetwork(), config -> config);
        harness.linked("cv");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    /// Two seconds, the first of them silent.
    private static byte[] wav() {
        ByteBuffer file = ByteBuffer.allocate(44 + RATE * SECONDS * 2).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + RATE * SECONDS * 2);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        file.putShort((short) 2).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(RATE * SECONDS * 2);
        for (int i = 0; i < RATE * SECONDS; i++) {
            file.putShort((short) (i < RATE ? 0 : 20_000 * Math.sin(i * 0.3)));
        }
        return file.array();
    }

    private static byte[] made(String name, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y"));
        command.addAll(List.of(arguments));
        command.add(out.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllBytes(out);
    }

    private static Answer send(String kind, byte[] file) {
        return harness.post(
                "/api/v1/sessions/cv/messages",
                "{\"to\":\"15550100002\",\"" + kind + "\":{\"base64\":\""
                        + Base64.getEncoder().encodeToString(file) + "\"}}");
    }

    private static JsonNode accepted(String kind, byte[] file) {
        Answer sent = send(kind, file);
        assertThat(sent.status()).as(sent.text("/detail")).isEqualTo(202);
        return harness.get("/api/v1/sessions/cv/messages/" + sent.text("/id"))
                .json()
                .get("media");
    }

    @Test
    void soundBecomesAVoiceMessageWithLengthAndWaveform() {
        JsonNode voice = accepted("voice", wav());
        assertThat(voice.get("mimeType").asString()).isEqualTo("audio/ogg; codecs=opus");
        assertThat(voice.get("seconds").asDouble()).isBetween(1.9, 2.2);
        byte[] bytes = harness.get(
                        "/api/v1/sessions/cv/media/" + voice.get("id").asString())
                .http()
                .body();
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("OggS");
    }

    @Test
    void aFilmThatPhonesDoNotPlayBecomesOneWithAThumbnail() throws Exception {
        byte[] avi = made("film.avi", "-f", "lavfi", "-i", "testsrc=duration=1:size=64x48:rate=5", "-c:v", "mpeg4");
        JsonNode video = accepted("video", avi);
        assertThat(video.get("mimeType").asString()).isEqualTo("video/mp4");
        assertThat(video.get("width").asInt()).isEqualTo(64);
        assertThat(video.get("height").asInt()).isEqualTo(48);
        assertThat(video.get("seconds").asDouble()).isBetween(0.9, 1.3);
        assertThat(video.get("thumbnail").asString()).isNotEmpty();
    }

    @Test
    void aPictureBecomesASticker() {
        JsonNode sticker = accepted("sticker", MediaIT.picture(300, 200, "png"));
        assertThat(sticker.get("mimeType").asString()).isEqualTo("image/webp");
    }

    /// A playlist names other files, which the converting program would read and put into the message.
    @Test
    void aPlaylistOpensNoOtherFile() throws Exception {
        Path secret = folder.resolve("secret.wav");
        Files.write(secret, wav());
        String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n" + secret.toUri() + "\n#EXT-X-ENDLIST\n";
        Answer refused = send("voice", playlist.getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isIn("conversion_failed", "media_type_refused");
        String concat = "ffconcat version 1.0\nfile '" + secret + "'\n";
        assertThat(send("voice", concat.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(422);
    }
}
