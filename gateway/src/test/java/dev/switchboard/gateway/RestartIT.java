// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.FenceLost;
import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    private static final Jid ALICE = Jid.pn("15550100002");

    @TempDir
    Path folder;

    @Test
    void everythingSurvivesRestartAndWrongMasterKeyIsToldPlainly() throws Exception {
        FakeNetwork network = new FakeNetwork();
        String queued;
        String held;
        String key;
        long seq;
        SessionLease before;
        try (Harness first = Harness.start(folder, network, config -> config)) {
            FakeLink link = first.linked("kept");
            first.linked("put-down");
            first.post("/api/v1/sessions/put-down/disconnect", "");
            first.post("/api/v1/sessions", "{\"id\":\"unlinked\"}");
            link.receives("3A00000000000000F001", ALICE, "remember me");
            network.mode = FakeNetwork.Mode.HOLD;
            held = first.post("/api/v1/sessions/kept/messages", "{\"to\":\"15550100002\",\"text\":\"held\"}")
                    .text("/id");
            link.awaitHeld(held);
            network.mode = FakeNetwork.Mode.UNREACHABLE;
            queued = first.post("/api/v1/sessions/kept/messages", "{\"to\":\"15550100002\",\"text\":\"queued\"}")
                    .text("/id");
            key = first.key;
            before = link.lease();
            seq = first.get("/api/v1/events?session=kept&event=message.received")
                    .json()
                    .at("/items/0/seq")
                    .asLong();
        }
        secretsAreNotInTheFiles();
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;

        try (Harness second = Harness.start(folder, network, config -> config)) {
            assertThat(second.key).isEqualTo(key);
            Harness.eventually(
                    "queued is sent",
                    () -> second.get("/api/v1/sessions/kept/messages/" + queued)
                            .text("/status")
                            .equals("sent"));
            assertThat(second.get("/api/v1/sessions/kept").text("/state")).isEqualTo("connected");
            assertThat(second.get("/api/v1/sessions/put-down").text("/state")).isEqualTo("disconnected");
            assertThat(second.get("/api/v1/sessions/unlinked").text("/state")).isEqualTo("disconnected");
            assertThat(second.get("/api/v1/sessions/kept/messages?chat=15550100002")
                            .json()
                            .get("items"))
                    .hasSize(3);
            assertThat(second.get("/api/v1/events?session=kept&event=message.received&after=" + (seq - 1))
                            .text("/items/0/data/text"))
                    .isEqualTo("remember me");
            assertThat(second.get("/api/v1/events?session=unlinked&event=session.qr")
                            .text("/items/0/data/qr"))
                    .contains("adv-secret-of-unlinked");
            handedMessageIsTheProvidersBusiness(network, second, held);
            formerOwnerCannotWrite(second, before);
        }

        Files.writeString(folder.resolve("master.key"), "0".repeat(64) + "\n");
        assertThatThrownBy(() -> Harness.start(folder, network, config -> config))
                .isInstanceOf(SecretsUnreadable.class)
                .hasMessageContaining("nothing was changed or deleted");

        Files.delete(folder.resolve("master.key"));
        assertThatThrownBy(() -> Harness.start(folder, network, config -> config))
                .isInstanceOf(SecretsUnreadable.class)
                .hasMessageContaining("is missing");
        assertThat(folder.resolve("master.key")).doesNotExist();
    }

    @Test
    void nobodyElseCanReadTheDataFolder() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"), permissions("rwxr-xr-x"));
        Files.createFile(data.resolve("switchboard.db"), permissions("rw-r--r--"));
        Files.writeString(data.resolve("master.key"), "0".repeat(64) + "\n");
        try (Harness harness = Harness.start(data)) {
            harness.linked("private");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            List<String> database = TestDatabase.onPostgres()
                    ? List.of()
                    : List.of("switchboard.db", "switchboard.db-wal", "switchboard.db-shm");
            for (String file : Stream.concat(database.stream(), Stream.of("gateway.lock", "admin-key"))
                    .toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
        }
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    private static void handedMessageIsTheProvidersBusiness(FakeNetwork network, Harness second, String held) {
        assertThat(network.sent.stream().filter(sent -> sent.id().equals(held))).hasSize(1);
        assertThat(second.get("/api/v1/sessions/kept/messages/" + held).text("/status"))
                .isEqualTo("queued");
        network.link("kept").progresses(held, ALICE, dev.switchboard.gateway.provider.Delivery.SENT);
        assertThat(second.get("/api/v1/sessions/kept/messages/" + held).text("/status"))
                .isEqualTo("sent");
    }

    private static void formerOwnerCannotWrite(Harness second, SessionLease before) {
        Database database = second.gateway.part(Database.class);
        assertThat(network(second).lease().fence()).isGreaterThan(before.fence());
        assertThatThrownBy(() -> database.write(tx -> {
                    before.guard(tx);
                    return true;
                }))
                .isInstanceOf(FenceLost.class);
    }

    private static FakeLink network(Harness harness) {
        return harness.network.link("kept");
    }

    private void secretsAreNotInTheFiles() throws Exception {
        assertThat(TestDatabase.dump(folder, "switchboard.db")).isNotEmpty().doesNotContain("adv-secret-of");
    }
}
