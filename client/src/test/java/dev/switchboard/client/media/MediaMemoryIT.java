// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file larger than the heap goes up and comes back.
class MediaMemoryIT {

    @Test
    void aHundredMegabytesGoThroughAHeapOfForty(@TempDir Path folder) throws Exception {
        Process haul = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:MaxDirectMemorySize=24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        MediaHaul.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(haul.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(haul.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains("104857600 bytes up and down, unchanged");
        assertThat(haul.exitValue()).isZero();
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Stream.of("surefire.test.class.path", "java.class.path", "jdk.module.path")
                        .map(name -> System.getProperty(name, ""))
                        .filter(path -> !path.isEmpty())
                        .toList());
    }
}
