// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.audit.OfflineAudit;
import dev.switchboard.gateway.audit.Verification.Verdict;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
    private static final TenantId MAIN = new TenantId("main");
    private static final Jid ALICE = Jid.pn("15550100002");
    private static final Jid BOB = Jid.pn("15550100003");
    private static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");

    private Path folder;
    private Path closed;
    private Harness harness;
    private volatile Instant now = BEGIN;

    @BeforeAll
    void runs(@TempDir Path temporary) throws SQLException {
        folder = temporary.resolve("data");
        closed = temporary.resolve("closed");
        leaveAChain();
        harness = Harness.start(folder, new FakeNetwork(), config -> config, () -> now);
        FakeLink link = harness.linked("a-one");
        String id = harness.post("/api/v1/sessions/a-one/messages", "{\"to\":\"15550100002\",\"text\":\"Hello\"}")
                .text("/id");
        Harness.eventually("sent", () -> actions("").contains("message.sent"));
        link.progresses(id, ALICE, Delivery.DELIVERED);
        link.receives("AUDITIN1", BOB, "secret words");
        harness.call("GET", "/api/v1/sessions").key("sbk_wrong").send();
        harness.post("/api/v1/auth/login", "{\"login\":\"nobody@example.com\",\"password\":\"long enough words\"}");
        String viewer = harness.post("/api/v1/api-keys", "{\"name\":\"v\",\"role\":\"Viewer\"}")
                .text("/key");
        harness.call("POST", "/api/v1/sessions")
                .key(viewer)
                .body("{\"id\":\"x\"}")
                .send();
        harness.call("PUT", "/api/v1/sessions/a-one/send-policy")
                .body("{\"perMinute\":10}")
                .send();
        Harness.eventually("all noted", () -> actions("").contains("api.changed"));
    }

    /// A chain in a folder whose gateway has ended.
    private void leaveAChain() throws SQLException {
        try (Harness other = Harness.start(closed)) {
            FakeLink link = other.linked("c-one");
            other.post("/api/v1/sessions/c-one/messages", "{\"to\":\"15550100002\",\"text\":\"Hello\"}");
            link.receives("CLOSED1", BOB, "words");
            other.gateway.part(Audits.class).seal(MAIN);
        }
        for (String table : List.of("audit_entry", "audit_head", "audit_seal")) {
            change("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
        }
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    private List<String> actions(String query) {
        return harness.get("/api/v1/audit?limit=500" + query)
                .json()
                .path("items")
                .findValuesAsString("action");
    }

    private static Verdict verdict(Path data) {
        Map<String, Verdict> verdicts = TestDatabase.onPostgres()
                ? OfflineAudit.ofDatabase(TestDatabase.server(data), Optional.empty())
                : OfflineAudit.ofFolder(data, Optional.empty());
        return verdicts.get("main");
    }

    @Test
    void tellsWhoDidWhatFromTheCallerToTheNetworksAck() {
        assertThat(actions("&type=message"))
                .containsSubsequence("message.received", "message.delivered", "message.sent", "message.accepted");
        assertThat(actions("&type=access"))
                .contains(
                        "credential.used",
                        "credential.refused",
                        "user.login_failed",
                        "permission.denied",
                        "api.changed",
                        "key.created");
        assertThat(actions("&type=connection")).contains("session.connected");
        JsonNode accepted =
                harness.get("/api/v1/audit?action=message.accepted").json().at("/items/0");
        assertThat(accepted.path("actor").asString()).startsWith("key_");
        assertThat(accepted.path("route").asString()).isEqualTo("POST /api/v1/sessions/{id}/messages");
        assertThat(accepted.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(accepted.path("person").asString()).isEqualTo("15550100002@s.whatsapp.net");
        assertThat(harness.get("/api/v1/audit?limit=500").body()).doesNotContain("Hello", "secret words", "sbk_");
    }

    @Test
    void clientsDialectShowsReceivedMessagesAndAccess() {
        JsonNode logs = harness.get("/audit/logs?limit=500").json().path("logs");
        assertThat(logs.findValuesAsString("action"))
                .contains("message.received", "message.accepted", "credential.used", "permission.denied");
        assertThat(logs.findValuesAsString("type")).contains("message", "access", "connection");
    }

    @Test
    void pagesGoOnWhereTheLastEnded() {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = harness.get("/api/v1/audit?limit=3&until=2026-05-01T10:00:01Z"
                            + (next.isEmpty() ? "" : "&cursor=" + next))
                    .json();
            seen.addAll(page.path("items").findValuesAsString("seq"));
            next = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!next.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().endsWith("1").hasSizeGreaterThan(8);
        assertThat(harness.get("/api/v1/audit?cursor=nonsense").status()).isEqualTo(400);
        assertThat(harness.get("/api/v1/audit?type=other").status()).isEqualTo(400);
    }

    @Test
    void verifiesOverTheApiAndOffline() {
        JsonNode verdict = harness.get("/api/v1/audit/verify").json();
        assertThat(verdict.path("verified").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("entries").asLong()).isGreaterThan(8);
        assertThat(verdict(folder).verified()).isTrue();
        assertThat(verdict(closed).verified()).isTrue();
    }

    @Test
    void isForCredentialsOfAllSessionsAsAWhole() {
        String scoped = harness.post("/api/v1/api-keys", "{\"name\":\"s\",\"role\":\"Owner\",\"sessions\":[\"a-one\"]}")
                .text("/key");
        for (String path : List.of("/api/v1/audit/verify", "/api/v1/audit/export")) {
            assertThat(harness.call("GET", path).key(scoped).send().status()).isEqualTo(403);
        }
        JsonNode seen = harness.call("GET", "/api/v1/audit").key(scoped).send().json();
        assertThat(seen.path("items").findValuesAsString("session")).containsOnly("a-one");
        assertThat(harness.call("GET", "/api/v1/audit?session=a-two")
                        .key(scoped)
                        .send()
                        .json()
                        .path("items"))
                .isEmpty();
    }

    private void change(String... statements) throws SQLException {
        Tables.change(closed, statements);
    }

    /// Puts the chain of the closed folder back as it was.
    private void restore() throws SQLException {
        for (String table : List.of("audit_entry", "audit_head", "audit_seal")) {
            change("DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM kept_" + table);
        }
    }

    private long accepted() throws SQLException {
        return number("SELECT seq FROM audit_entry WHERE action = 'message.accepted'");
    }

    private long number(String question) throws SQLException {
        try (Connection db = Tables.connection(closed);
                var rows = db.createStatement().executeQuery(question)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    @Test
    void everyFieldThatIsTamperedWithBreaksTheChainThere() throws SQLException {
        long seq = accepted();
        Map<String, String> changes = Map.ofEntries(
                Map.entry("tenant_id", "'rival'"),
                Map.entry("at", "at + 1"),
                Map.entry("type", "'system'"),
                Map.entry("actor", "'key_other'"),
                Map.entry("action", "'message.deleted'"),
                Map.entry("session_id", "'a-two'"),
                Map.entry("subject", "'OTHER'"),
                Map.entry("outcome", "'failed'"),
                Map.entry("route", "NULL"),
                Map.entry("person", "'15550100004@s.whatsapp.net'"),
                Map.entry("person_salt", "ZEROS(16)"),
                Map.entry("person_mark", "ZEROS(32)"),
                Map.entry("origin", "'192.0.2.1'"),
                Map.entry("origin_salt", "NULL"),
                Map.entry("origin_mark", "NULL"),
                Map.entry("digest", "ZEROS(32)"),
                Map.entry("seq", "seq + 100000"));
        assertThat(changes.keySet()).containsExactlyInAnyOrderElementsOf(columns());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            restore();
            assertThat(verdict(closed).verified()).as("untouched").isTrue();
            change("UPDATE audit_entry SET " + change.getKey() + " = " + change.getValue()
                    + " WHERE tenant_id = 'main' AND seq = " + seq);
            Verdict verdict = verdict(closed);
            assertThat(verdict.verified()).as(change.getKey()).isFalse();
            assertThat(verdict.brokenAt()).as(change.getKey()).isEqualTo(seq);
        }
        restore();
    }

    private List<String> columns() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection db = Tables.connection(closed);
                var rows = db.createStatement().executeQuery("SELECT * FROM audit_entry")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.add(rows.getMetaData().getColumnName(i));
            }
        }
        return names;
    }

    @Test
    void namesEntriesThatAreMissingAndEndsThatWereCutOff() throws SQLException {
        restore();
        long seq = accepted();
        change("DELETE FROM audit_entry WHERE seq = " + seq);
        assertThat(verdict(closed).brokenAt()).isEqualTo(seq);
        assertThat(verdict(closed).reason()).contains("missing");

        restore();
        long last = number("SELECT max(seq) FROM audit_seal");
        change("DELETE FROM audit_entry WHERE seq >= " + last);
        assertThat(verdict(closed).brokenAt()).isEqualTo(last);
        change("UPDATE audit_head SET seq = " + (last - 1) + ", digest = (SELECT digest FROM audit_entry WHERE seq = "
                + (last - 1) + ")");
        assertThat(verdict(closed).reason()).contains("was sealed and is missing");
        change("UPDATE audit_seal SET seq = " + (last - 1));
        assertThat(verdict(closed).reason()).contains("no valid signature");
        restore();
    }

    @Test
    void exportsVerifyElsewhereAndTellWhatWasChangedInThem() throws IOException {
        String export = harness.get("/api/v1/audit/export").body();
        Path file = folder.resolveSibling("export.ndjson");
        Files.writeString(file, export);
        Verdict whole = OfflineAudit.ofExport(file, Optional.empty());
        assertThat(whole.verified()).as(String.valueOf(whole)).isTrue();
        assertThat(whole.seals()).isPositive();
        assertThat(whole.publicKey())
                .isEqualTo(harness.get("/api/v1/audit/verify").text("/publicKey"));

        Files.writeString(file, export.replaceFirst("message\\.accepted", "message.deleted"));
        assertThat(OfflineAudit.ofExport(file, Optional.empty()).reason()).contains("digest");
        Files.writeString(file, export.lines().limit(3).reduce("", (all, line) -> all + line + "\n"));
        assertThat(OfflineAudit.ofExport(file, Optional.empty()).verified()).isFalse();
        Files.writeString(file, "not json\n");
        assertThat(OfflineAudit.ofExport(file, Optional.empty()).verified()).isFalse();

        String csv = harness.get("/api/v1/audit/export?format=csv").body();
        assertThat(csv.lines().skip(2).findFirst().orElseThrow().split(",", -1)).hasSize(22);
        assertThat(csv).contains("\"message.accepted\"", "\"nobody@example.com\"");
        assertThat(harness.get("/api/v1/audit/export?format=xml").status()).isEqualTo(400);
    }

    @Test
    void anExportOfAnotherKeyIsRefusedWhereOneIsNamed() throws IOException {
        Path file = folder.resolveSibling("pinned.ndjson");
        Files.writeString(file, harness.get("/api/v1/audit/export").body());
        String own = harness.get("/api/v1/audit/verify").text("/publicKey");
        assertThat(OfflineAudit.ofExport(file, Optional.of(own)).verified()).isTrue();
        String other = own.substring(0, own.length() - 6) + "AAAAA=";
        assertThat(OfflineAudit.ofExport(file, Optional.of(other)).verified()).isFalse();
    }

    @Test
    void retentionLeavesSignedCheckpointsAndTheRestVerifies(@TempDir Path temporary) throws SQLException {
        Path data = temporary.resolve("pruned");
        try (Harness other = Harness.start(data, new FakeNetwork(), config -> config, () -> now)) {
            FakeLink link = other.linked("p-one");
            for (int i = 0; i < 30; i++) {
                link.receives("PRUNE" + i, i % 2 == 0 ? ALICE : BOB, "words");
                if (i % 7 == 0) {
                    other.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"Viewer\"}");
                }
            }
            Audits audits = other.gateway.part(Audits.class);
            audits.seal(MAIN);
            Verdict before = audits.verify(MAIN);
            long later = BEGIN.toEpochMilli() + 1;
            long removed = audits.prune(MAIN, Map.of(AuditType.MESSAGE, later));
            assertThat(removed).isEqualTo(30);
            Verdict after = audits.verify(MAIN);
            assertThat(after.verified()).as(String.valueOf(after)).isTrue();
            assertThat(after.removed()).isEqualTo(30);
            assertThat(after.last()).isGreaterThanOrEqualTo(before.last());
            assertThat(after.entries() + after.removed()).isEqualTo(after.last());
            assertThat(audits.prune(MAIN, Map.of(AuditType.MESSAGE, later))).isZero();

            audits.prune(MAIN, Map.of(AuditType.ACCESS, later, AuditType.CONNECTION, later, AuditType.SYSTEM, later));
            other.post("/api/v1/api-keys", "{\"name\":\"k\",\"role\":\"Viewer\"}");
            assertThat(audits.verify(MAIN).verified()).isTrue();
            assertThat(audits.verify(MAIN).removed()).isGreaterThan(30);
        }
        assertThat(verdict(data).verified()).isTrue();
        Tables.change(data, "UPDATE audit_gap SET last_digest = ZEROS(32)");
        assertThat(verdict(data).reason()).contains("signature");
    }

    @Test
    void erasedPeopleLeaveTheChainWhole(@TempDir Path temporary) {
        Path data = temporary.resolve("erased");
        try (Harness other = Harness.start(data)) {
            FakeLink link = other.linked("e-one");
            link.receives("ERASE1", ALICE, "words");
            link.receives("ERASE2", BOB, "words");
            Audits audits = other.gateway.part(Audits.class);
            assertThat(audits.erase(MAIN, Set.of(ALICE.toString()))).isEqualTo(1);
            Verdict verdict = audits.verify(MAIN);
            assertThat(verdict.verified()).isTrue();
            assertThat(verdict.erased()).isEqualTo(1);
            assertThat(other.get("/api/v1/audit").body())
                    .doesNotContain("15550100002")
                    .contains("15550100003");
        }
    }

    @Test
    void adoptsWhatWasNotedBeforeThereWasAChain(@TempDir Path temporary) throws SQLException {
        Path data = temporary.resolve("old");
        Harness.start(data).close();
        Tables.change(
                data,
                "INSERT INTO audit (tenant_id, at, type, actor, action, session_id, subject)"
                        + " VALUES ('main', 1000, 'message', 'key_old', 'message.accepted', 's', 'OLD1')",
                "INSERT INTO audit (tenant_id, at, type, actor, action) VALUES ('main', 1001, 'access', 'k', 'key.created')");
        try (Harness other = Harness.start(data)) {
            JsonNode old = other.get("/api/v1/audit?actor=key_old").json().at("/items/0");
            assertThat(old.path("subject").asString()).isEqualTo("OLD1");
            assertThat(other.gateway.part(Audits.class).verify(MAIN).verified()).isTrue();
        }
    }
}
