// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static dev.switchboard.gateway.Harness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Automations in a process that is killed while they work: every message is answered, and no answer is given twice.
class AutomationCrashIT {
    private static final int DEATHS = 4;

    @Test
    void everyMessageIsAnsweredOnceHoweverOftenTheProcessDies(@TempDir Path folder) throws Exception {
        FakeNetwork network = new FakeNetwork();
        try (Harness first = Harness.start(folder, network, config -> config)) {
            first.linked(DyingGateway.SESSION);
            assertThat(first.post(
                                    "/api/v1/automations",
                                    "{\"name\":\"n\",\"session\":\"" + DyingGateway.SESSION + "\",\"definition\":"
                                            + DyingGateway.AUTOMATION + "}")
                            .status())
                    .isEqualTo(201);
        }
        int next = 0;
        for (int death = 0; death < DEATHS; death++) {
            next = Math.max(next, died(folder, next, death) + 1);
        }
        try (Harness last = Harness.start(folder, network, config -> config)) {
            eventually(
                    "it is connected",
                    () -> "connected"
                            .equals(last.get("/api/v1/sessions/" + DyingGateway.SESSION)
                                    .text("/state")));
            for (int number = next; number < DyingGateway.MESSAGES; number++) {
                network.link(DyingGateway.SESSION)
                        .receives(DyingGateway.id(number), DyingGateway.person(number), "hello " + number);
            }
            Database database = last.gateway.part(Database.class);
            eventually("all are answered", () -> answers(database).size() >= 2 * DyingGateway.MESSAGES);
            List<String> expected = new ArrayList<>();
            for (int number = 0; number < DyingGateway.MESSAGES; number++) {
                expected.add("1 " + DyingGateway.id(number));
                expected.add("2 " + DyingGateway.id(number));
            }
            assertThat(answers(database)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<String> answers(Database database) {
        return database.read(tx -> tx.list("SELECT text FROM message WHERE from_me = 1", row -> row.text(1)));
    }

    /// Lets a gateway work and die; the answer is the number of the last message it took in.
    private static int died(Path folder, int first, int seed) throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        path,
                        DyingGateway.class.getName(),
                        folder.toString(),
                        Integer.toString(first),
                        Integer.toString(seed),
                        TestDatabase.of(folder).map(TestDatabase::text).orElse(""))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = first - 1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    last = Integer.parseInt(line);
                }
            }
        }
        assertThat(process.waitFor()).as("it died, as it should").isEqualTo(7);
        return last;
    }
}
