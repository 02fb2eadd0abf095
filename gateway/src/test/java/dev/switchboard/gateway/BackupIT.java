// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.backup.BackupKey;
import dev.switchboard.gateway.backup.Restore;
import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.settings.BackupSettings;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.testkit.KilledProgram;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups, by making them and putting them back.
class BackupIT {
    private static final String PASSPHRASE = "correct horse battery staple";
    private static final BackupKey.Opening KEY = new BackupKey.Passphrase(PASSPHRASE);
    private static final String SEAL = "{\"passphrase\":\"" + PASSPHRASE + "\"}";

    @TempDir
    private static Path source;

    private static Harness harness;
    private static byte[] whole;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fill() {
        harness = filled();
        Harness.Answer answer = harness.post("/api/v1/backups", SEAL);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        whole = answer.http().body();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    private Path folder(String name) {
        return folder.resolve(name);
    }

    private Path backup() throws IOException {
        return Files.write(folder("backup.swb"), whole);
    }

    /// A gateway with a linked session, messages, a file and a second tenant.
    private static Harness filled() {
        Harness harness = Harness.start(
                source,
                new FakeNetwork(),
                config -> config.encryptionKey(Optional.of("the master key of the source, long enough")));
        fillSession(harness, "shop");
        harness.otherTenant("rival");
        return harness;
    }

    private static void fillSession(Harness harness, String id) {
        harness.linked(id);
        harness.post(
                "/api/v1/sessions/" + id + "/messages",
                "{\"to\":\"15550100002\",\"text\":\"good morning\",\"id\":\"KEPT12345678\"}");
        String picture = Base64.getEncoder().encodeToString(MediaIT.picture(20, 20, "png"));
        Harness.Answer media = harness.post("/api/v1/sessions/" + id + "/media", "{\"base64\":\"" + picture + "\"}");
        assertThat(media.status()).as(media.body()).isEqualTo(201);
    }

    private GatewayConfig config(String name, Optional<DatabaseUrl> database) {
        return GatewayConfig.builder(folder(name))
                .port(0)
                .limits(SendLimits.OFF)
                .database(database)
                .build();
    }

    private void isAllThere(Harness restored, String key) {
        assertThat(restored.call("GET", "/api/v1/sessions/shop").key(key).send().status())
                .isEqualTo(200);
        Harness.Answer messages =
                restored.call("GET", "/api/v1/sessions/shop/messages").key(key).send();
        assertThat(messages.body()).contains("good morning");
        assertThat(restored.call("GET", "/api/v1/sessions/shop/search?q=morning")
                        .key(key)
                        .send()
                        .body())
                .contains("KEPT12345678");
        String media = restored.call("GET", "/api/v1/sessions/shop/media")
                .key(key)
                .send()
                .text("/items/0/id");
        Harness.Answer file = restored.call("GET", "/api/v1/sessions/shop/media/" + media)
                .key(key)
                .send();
        assertThat(file.status()).as(file.body()).isEqualTo(200);
        assertThat(file.http().body()).isEqualTo(MediaIT.picture(20, 20, "png"));
        assertThat(restored.call("GET", "/api/v1/tenants").key(key).send().body())
                .contains("rival");
    }

    @Test
    void everythingComesBackUnderAnotherMasterKey() throws Exception {
        Path file = backup();
        String key = harness.key;
        String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(raw).doesNotContain("good morning", "15550100002", "master key of");

        GatewayConfig target = config("b", TestDatabase.of(folder("b")));
        Restore.Outcome outcome = new Maintenance(target).restore(file, KEY, false, _ -> {});
        assertThat(outcome.summary().rows()).isGreaterThan(10);
        assertThat(outcome.summary().objects()).isEqualTo(1);
        assertThat(outcome.summary().missing()).isZero();
        try (Harness restored = Harness.on(folder("b"), key)) {
            isAllThere(restored, key);
            Harness.Answer sent =
                    restored.call("GET", "/api/v1/events?limit=500").key(key).send();
            assertThat(sent.status()).isEqualTo(200);
            Harness.eventually("the session is back", () -> restored.network.links.containsKey("shop"));
            restored.call("POST", "/api/v1/api-keys")
                    .key(key)
                    .body("{\"name\":\"after\",\"role\":\"Viewer\"}")
                    .send();
        }
    }

    @Test
    void recipientsOpenWhatWasSealedForThem() throws Exception {
        BackupKey.Identity identity = BackupKey.generate(new SeededRandom(7));
        String seal = "{\"recipient\":\"" + identity.recipient().text() + "\"}";
        Path file = Files.write(
                folder("sealed.swb"),
                harness.post("/api/v1/backups", seal).http().body());
        assertThat(Restore.check(file, BackupKey.identity(identity.text())).kind())
                .isEqualTo("all");
        assertThatThrownBy(() -> Restore.check(file, BackupKey.generate(new SeededRandom(8))))
                .isInstanceOf(BackupRefused.class);
        assertThatThrownBy(() -> Restore.check(file, KEY)).isInstanceOf(BackupRefused.class);
    }

    @Test
    void damagedAndShortenedBackupsAreRefusedBeforeAnythingIsWritten() throws Exception {
        GatewayConfig target = config("b", TestDatabase.of(folder("b")));
        for (int cut : new int[] {5, 40, 300, whole.length / 2, whole.length - 1}) {
            Path cutOff = Files.write(folder("cut"), Arrays.copyOf(whole, cut));
            assertThatThrownBy(() -> new Maintenance(target).restore(cutOff, KEY, true, _ -> {}))
                    .as("cut at " + cut)
                    .isInstanceOf(BackupRefused.class);
        }
        for (int at : new int[] {0, 9, 100, whole.length / 2, whole.length - 3}) {
            byte[] bad = whole.clone();
            bad[at] ^= 1;
            Path damaged = Files.write(folder("bad"), bad);
            assertThatThrownBy(() -> new Maintenance(target).restore(damaged, KEY, true, _ -> {}))
                    .as("damaged at " + at)
                    .isInstanceOf(GatewayException.class);
        }
        assertThat(folder("b").resolve("switchboard.db")).doesNotExist();
        assertThatThrownBy(() -> Restore.check(
                        Files.write(folder("whole"), whole), new BackupKey.Passphrase("something else entirely")))
                .isInstanceOf(BackupRefused.class);
    }

    @Test
    void installationsInUseAreReplacedOnlyWhenToldAndKeptBeside() throws Exception {
        Path file = backup();
        String key = harness.key;
        try (Harness other = Harness.start(folder("b"))) {
            other.linked("precious");
            assertThatThrownBy(() -> new Maintenance(config("b", TestDatabase.of(folder("b"))))
                            .restore(file, KEY, true, _ -> {}))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("in use");
        }
        Maintenance maintenance = new Maintenance(config("b", TestDatabase.of(folder("b"))));
        assertThatThrownBy(() -> maintenance.restore(file, KEY, false, _ -> {}))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("--replace");
        Restore.Outcome outcome = maintenance.restore(file, KEY, true, _ -> {});
        assertThat(outcome.former()).isPresent();
        try (Harness restored = Harness.on(folder("b"), key)) {
            isAllThere(restored, key);
            assertThat(restored.call("GET", "/api/v1/sessions/precious")
                            .key(key)
                            .send()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void restoresThatAreKilledChangeNothingAndAreSimplyRepeated() throws Exception {
        Path file = backup();
        Optional<DatabaseUrl> empty =
                TestDatabase.onPostgres() ? Optional.of(TestDatabase.empty(folder("b"))) : Optional.empty();
        killed(file, "b");
        assertThat(folder("b").resolve("switchboard.db")).doesNotExist();
        Restore.Outcome again = new Maintenance(config("b", empty)).restore(file, KEY, false, _ -> {});
        assertThat(again.former()).as("there was nothing").isEmpty();

        Path other = Files.write(
                folder("other.swb"),
                harness.post("/api/v1/backups", SEAL).http().body());
        killed(other, "b");
        try (Harness former = Harness.on(folder("b"), harness.key)) {
            isAllThere(former, harness.key);
        }
    }

    private void killed(Path file, String name) throws IOException {
        KilledProgram.killedAt(
                DyingRestore.REACHED,
                DyingRestore.class.getName(),
                file.toString(),
                PASSPHRASE,
                folder(name).toString(),
                TestDatabase.of(folder(name)).map(TestDatabase::text).orElse(""));
    }

    @Test
    void whatIsWrongWithScheduledBackupsIsToldToThoseWhoLookAfterTheInstallation() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
        BackupSettings daily = new BackupSettings(
                Optional.of(Duration.ofDays(1)),
                Optional.of(folder("d").resolve("shelf")),
                Optional.empty(),
                1,
                Optional.of(PASSPHRASE),
                Optional.empty());
        try (Harness watched =
                Harness.start(folder("d"), new FakeNetwork(), config -> config.backups(daily), now::get)) {
            String rival = watched.otherTenant("rival");
            now.set(now.get().plus(Duration.ofDays(3)));
            Harness.Answer health = watched.get("/health");
            assertThat(health.text("/status")).isEqualTo("warning");
            assertThat(health.text("/warnings/0/code")).isEqualTo("backup_overdue");
            assertThat(watched.call("GET", "/health").key(rival).send().body()).doesNotContain("warning");
            assertThat(watched.call("GET", "/health").noKey().send().body()).doesNotContain("warning");
        }
    }

    @Test
    void eitherDatabaseIsMadeFromABackupOfTheOther() throws Exception {
        if (!TestDatabase.onPostgres()) {
            return; // the other run has both
        }
        Path file = backup();
        String key = harness.key;
        new Maintenance(config("lite", Optional.empty())).restore(file, KEY, false, _ -> {});
        Path back;
        try (Harness lite = Harness.on(folder("lite"), key, Optional.empty())) {
            isAllThere(lite, key);
            back = Files.write(
                    folder("back.swb"),
                    lite.call("POST", "/api/v1/backups")
                            .key(key)
                            .body(SEAL)
                            .send()
                            .http()
                            .body());
        }
        new Maintenance(config("c", Optional.of(TestDatabase.empty(folder("c"))))).restore(back, KEY, false, _ -> {});
        try (Harness again = Harness.on(folder("c"), key, Optional.of(TestDatabase.server(folder("c"))))) {
            isAllThere(again, key);
        }
    }

    @Test
    void sessionsMoveToAnotherHostWithoutBeingLinkedAgain() throws Exception {
        Harness old = harness;
        fillSession(old, "mover");
        Harness.Answer automation = old.post("/api/v1/automations", """
                {"name":"stays","session":"mover","definition":{"triggers":[{"type":"webhook"},{"type":"message"}],
                 "steps":[{"type":"reply","text":"hello"}]}}""");
        assertThat(automation.status()).as(automation.body()).isEqualTo(201);
        old.network.link("mover").receives("RUNS12345678", Jid.pn("15550100003"), "begin");
        Harness.eventually(
                "it ran",
                () -> old.get("/api/v1/sessions/mover/messages").body().contains("hello"));
        try (Harness fresh = Harness.start(folder("b"))) {
            fresh.linked("another");
            Harness.Answer export = old.post("/api/v1/sessions/mover/export", SEAL);
            assertThat(export.status()).as(export.body()).isEqualTo(200);
            assertThat(old.get("/api/v1/sessions/mover").text("/state")).isEqualTo("disconnected");
            Harness.Answer refused = old.post("/api/v1/sessions/mover/connect", "");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("/code")).isEqualTo("session_moved");

            Harness.Answer wrong = imported(fresh, export.http().body(), "something else entirely", "mover");
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.text("/code")).isEqualTo("backup_refused");
            byte[] half = Arrays.copyOf(export.http().body(), export.http().body().length / 2);
            assertThat(imported(fresh, half, PASSPHRASE, "mover").status()).isEqualTo(422);
            assertThat(fresh.get("/api/v1/sessions/mover").status()).isEqualTo(404);

            Harness.Answer taken = imported(fresh, export.http().body(), PASSPHRASE, "mover");
            assertThat(taken.status()).as(taken.body()).isEqualTo(201);
            assertThat(imported(fresh, export.http().body(), PASSPHRASE, "mover")
                            .status())
                    .isEqualTo(422);
            assertThat(fresh.get("/api/v1/sessions/mover/messages").body()).contains("good morning");
            assertThat(fresh.get("/api/v1/automations").body()).doesNotContain("stays");
            String media = fresh.get("/api/v1/sessions/mover/media").text("/items/0/id");
            assertThat(fresh.get("/api/v1/sessions/mover/media/" + media).http().body())
                    .isEqualTo(MediaIT.picture(20, 20, "png"));
            assertThat(fresh.post("/api/v1/sessions/mover/connect", "").status())
                    .isLessThan(300);
            assertThat(fresh.get("/api/v1/sessions/another").status()).isEqualTo(200);
        }
    }

    private static Harness.Answer imported(Harness to, byte[] export, String passphrase, String id) throws Exception {
        return to.binary("/api/v1/session-imports?id=" + id, export, "X-Backup-Passphrase", passphrase);
    }

    @Test
    void masterKeyIsExchangedAndTheOldOneOpensNothingAnyMore() throws Exception {
        String key;
        try (Harness harness = Harness.start(folder("a"))) {
            harness.linked("shop");
            harness.otherTenant("rival");
            key = harness.key;
        }
        String before = Files.readString(folder("a").resolve("master.key"));
        Maintenance maintenance = new Maintenance(config("a", TestDatabase.of(folder("a"))));
        assertThat(maintenance.rekey(Optional.empty())).isEqualTo(2);
        assertThat(Files.readString(folder("a").resolve("master.key"))).isNotEqualTo(before);
        assertThat(Files.readString(folder("a").resolve("master.key.former"))).isEqualTo(before);
        try (Harness again = Harness.on(folder("a"), key)) {
            assertThat(again.call("GET", "/api/v1/sessions/shop")
                            .key(key)
                            .send()
                            .status())
                    .isEqualTo(200);
        }
        Files.writeString(folder("a").resolve("master.key"), before);
        assertThatThrownBy(() -> Harness.on(folder("a"), key)).isInstanceOf(GatewayException.class);
    }

    @Test
    void interruptedExchangeOfTheMasterKeyIsEndedByDoingItAgain() throws Exception {
        String key;
        try (Harness harness = Harness.start(folder("a"))) {
            key = harness.key;
        }
        GatewayConfig config = config("a", TestDatabase.of(folder("a")));
        String before = Files.readString(folder("a").resolve("master.key"));
        new Maintenance(config).rekey(Optional.empty());
        // as if it had ended between the database and the files
        Files.move(folder("a").resolve("master.key"), folder("a").resolve("master.key.next"));
        Files.writeString(folder("a").resolve("master.key"), before);
        assertThatThrownBy(() -> Harness.on(folder("a"), key))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("rekey");
        assertThat(new Maintenance(config).rekey(Optional.empty())).isZero();
        Harness.on(folder("a"), key).close();
    }
}
