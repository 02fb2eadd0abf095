// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A gateway in a process of its own that takes in messages for an automation and dies in the middle of it, without any
/// goodbye.
final class DyingGateway {
    static final String SESSION = "dying";
    static final int MESSAGES = 120;
    static final String AUTOMATION = """
            {"triggers":[{"type":"message"}],"limits":{"perHour":200},
             "steps":[{"type":"reply","text":"1 {{message.id}}"},{"type":"set","variables":{"x":"{{message.id}}"}},
                      {"type":"reply","text":"2 {{x}}"}]}""";

    private DyingGateway() {}

    static String id(int number) {
        return "DYING%08d".formatted(number);
    }

    /// Everybody writes once: who writes while an automation is at work for them is not answered a second time.
    static Jid person(int number) {
        return Jid.pn("15550165%03d".formatted(number));
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        Harness.startsFrom(1_000 * (seed + 1));
        FakeNetwork network = new FakeNetwork();
        network.linked.add(SESSION);
        Optional<DatabaseUrl> database =
                Optional.of(arguments[3]).filter(url -> !url.isEmpty()).map(DatabaseUrl::parse);
        Harness harness = Harness.start(folder, network, config -> config.database(database));
        Harness.eventually(
                "it is connected",
                () -> harness.get("/api/v1/sessions/" + SESSION).text("/state").equals("connected"));
        FakeLink link = network.link(SESSION);
        long nanos = 40_000_000L + (seed * 37 % 150) * 1_000_000L;
        Thread.ofPlatform().daemon(true).start(() -> {
            LockSupport.parkNanos(nanos);
            Runtime.getRuntime().halt(7);
        });
        for (int number = first; number < MESSAGES; number++) {
            link.receives(id(number), person(number), "hello " + number);
            System.out.println(number);
            System.out.flush();
        }
        Harness.eventually("death", () -> harness.folder.toString().isEmpty());
    }
}
