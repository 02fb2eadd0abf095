// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileTypeTest {
    private static String type(String head, String told) {
        return FileType.of(head.getBytes(StandardCharsets.ISO_8859_1), Optional.ofNullable(told));
    }

    @Test
    void believesBytesMoreThanWords() {
        assertThat(type("\u00FF\u00D8\u00FF\u00E0", "application/pdf")).isEqualTo("image/jpeg");
        assertThat(type("%PDF-1.7", "image/png")).isEqualTo("application/pdf");
        assertThat(type("RIFF....WEBPVP8 ", null)).isEqualTo("image/webp");
        assertThat(type("OggS", "audio/ogg; codecs=opus")).isEqualTo("audio/ogg; codecs=opus");
        assertThat(type("....ftypisom", "audio/mp4")).isEqualTo("audio/mp4");
        assertThat(type("....ftypM4A ", null)).isEqualTo("audio/mp4");
    }

    @Test
    void takesFinerWordsForContainers() {
        String docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        assertThat(type("PK\u0003\u0004", docx)).isEqualTo(docx);
        assertThat(type("PK\u0003\u0004", "text/html")).isEqualTo("application/zip");
    }

    @Test
    void takesNoWordForAPictureThatIsNone() {
        assertThat(type("<html>", "image/jpeg")).isEqualTo("application/octet-stream");
        assertThat(type("a,b,c", "text/csv")).isEqualTo("text/csv");
        assertThat(type("a,b,c", "no type\r\nX: y")).isEqualTo("application/octet-stream");
    }
}
