// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.companion.DeviceCells;
import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import dev.switchboard.gateway.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.ForeignKey;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One session's way in: its rows get new numbers and a new tenant, and its sealed values are sealed for their new
/// places. Until the end the session cannot be connected; if anything fails it is taken out again.
final class SessionArrival {
    private static final int ROWS_A_JOB = 200;

    private final Place to;
    private final Caller caller;
    private final String wanted;
    private final Map<String, Map<Long, Long>> numbers = new HashMap<>();
    private final Set<String> objects = new HashSet<>();
    private final List<@Nullable Object[]> waiting = new ArrayList<>();
    private Vault source;
    private String id = "";
    private String label = "";
    private String formerTenant = "";
    private String formerId = "";
    private long formerRef;
    private long ref;
    private String table = "";
    private List<String> columns = List.of();

    /// Where it comes to.
    record Place(
            Database database,
            Tenants tenants,
            Sessions sessions,
            MediaStore store,
            SessionMove.Tools tools,
            ContentGuard guard) {}

    SessionArrival(Place to, Caller caller, String wanted) {
        this.to = to;
        this.caller = caller;
        this.wanted = wanted;
        this.source = to.tenants().vault();
    }

    String take(ArchiveReader archive) throws IOException {
        boolean whole = false;
        try {
            boolean more = true;
            while (more) {
                more = take(archive.next());
            }
            whole = true;
            return id;
        } finally {
            if (!whole && ref != 0) {
                remove(ref);
            }
        }
    }

    private boolean take(Entry entry) throws IOException {
        switch (entry) {
            case Entry.Manifest(JsonNode manifest) -> begin(manifest);
            case Entry.Key(String tenant, byte[] key) -> source = sourceVault(tenant, key);
            case Entry.TableStart start -> {
                flush();
                table = Schema.table(start.name()).getName();
                columns = start.columns();
            }
            case Entry.Values(var values) -> {
                waiting.add(values);
                if (waiting.size() == ROWS_A_JOB) {
                    flush();
                }
            }
            case Entry.StoredObject object -> {
                flush();
                store(object);
            }
            case Entry.Sequence _ -> throw new BackupRefused("the export has what no session has", null);
            case Entry.End _ -> {
                flush();
                finish();
                return false;
            }
        }
        return true;
    }

    private void begin(JsonNode manifest) {
        formerTenant = manifest.path("tenant").asString("");
        formerId = manifest.path("session").asString("");
        formerRef = manifest.path("ref").asLong();
        label = manifest.path("label").asString("");
        id = wanted.isEmpty() ? formerId : wanted;
        if (!Sessions.isId(id)) {
            throw new BackupRefused("the session's id is not acceptable (expected: " + Sessions.ID_FORM + ")", null);
        }
        Optional<Session> there = to.sessions().find(caller.tenant(), id);
        if (there.isPresent() && !Sessions.isMoved(there.get())) {
            throw new BackupRefused("there is a session " + id + " (expected: none, or one that was moved away)", null);
        }
        there.ifPresent(old -> remove(old.key().ref()));
    }

    private void remove(long session) {
        to.database().write(tx -> {
            tx.changed("session");
            return tx.update("DELETE FROM session WHERE ref = ?", session);
        });
    }

    private Vault sourceVault(String tenant, byte[] key) {
        MasterKey passing = MasterKey.passing(to.tools().random());
        Vault wrapping = new Vault(
                passing, _ -> new byte[0], to.tools().time(), to.tools().random());
        byte[] wrapped = wrapping.wrapped(tenant, key);
        return new Vault(passing, _ -> wrapped, to.tools().time(), to.tools().random());
    }

    /// A job may be run twice, so what it finds out is kept only when it is done.
    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = List.copyOf(waiting);
        waiting.clear();
        Map<Long, Long> given = to.database().write(tx -> {
            Map<Long, Long> fresh = new HashMap<>();
            for (@Nullable Object[] row : rows) {
                insert(tx, row.clone(), fresh);
            }
            return fresh;
        });
        numbers.computeIfAbsent(table, _ -> new HashMap<>()).putAll(given);
        if (table.equals("session")) {
            ref = given.values().iterator().next();
        }
    }

    private void insert(WriteTx tx, @Nullable Object[] values, Map<Long, Long> given) {
        Table<?> kind = Schema.table(table);
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), values[i]);
        }
        seal(row);
        references(kind, row);
        String counted = Schema.counted(kind).orElse("");
        Long former = (Long) row.remove(counted);
        List<String> names = columns.stream().filter(row::containsKey).toList();
        @Nullable Object[] parameters = names.stream().map(row::get).toArray();
        String sql = Schema.insert(table, names);
        if (former != null) {
            given.put(former, tx.number(sql + " RETURNING " + counted, parameters));
        } else {
            tx.update(sql + (table.equals("media_blob") ? " ON CONFLICT DO NOTHING" : ""), parameters);
        }
    }

    private void references(Table<?> kind, Map<String, @Nullable Object> row) {
        for (ForeignKey<?, ?> reference : kind.getReferences()) {
            String column = reference.getFields().getFirst().getName();
            Map<Long, Long> known =
                    numbers.getOrDefault(reference.getKey().getTable().getName(), Map.of());
            if (row.get(column) instanceof Long former && reference.getFields().size() == 1) {
                row.put(column, Objects.requireNonNull(known.get(former), "a row refers to none"));
            }
        }
        row.computeIfPresent("tenant_id", (_, _) -> caller.tenant().value());
        if (table.equals("session")) {
            row.put("id", id);
            row.put("wanted", 0L);
            row.put("owner", null); // it says that it has moved, so it is not connected until all of it is here
        }
    }

    /// Opens what is sealed for its old place and seals it for the new one.
    private void seal(Map<String, @Nullable Object> row) {
        DeviceCells.Columns values = column -> Objects.requireNonNull(row.get(column), column);
        String tenant = caller.tenant().value();
        if (row.get("sealed") instanceof byte[] sealed) {
            Cell old = DeviceCells.cell(formerTenant, formerRef, table, values)
                    .orElseThrow(() -> new BackupRefused("the export has a sealed value of no known place", null));
            Cell fresh = DeviceCells.cell(tenant, ref, table, values).orElseThrow();
            row.put("sealed", moved(old, fresh, sealed));
        }
        if (table.equals("media") && row.get("remote") instanceof byte[] remote) {
            String media = values.text("id");
            row.put(
                    "remote",
                    moved(
                            new Cell(formerTenant, formerRef, "media", "media", media, "remote"),
                            new Cell(tenant, ref, "media", "media", media, "remote"),
                            remote));
        }
        if (table.startsWith("outbox") && row.get("content") instanceof String content) {
            row.put("content", moved("outbox", values.text("message_id"), content));
        }
        if (table.equals("chat_question") && row.get("content") instanceof String content) {
            row.put("content", moved(table, values.text("chat") + "/" + values.text("message_id"), content));
        }
        if (table.equals("media_blob") && row.get("sealed_key") instanceof byte[] key) {
            String object = values.text("object");
            objects.add(object);
            row.put(
                    "sealed_key",
                    moved(
                            new Cell(formerTenant, 0, "media", "media_blob", object, "sealed_key"),
                            new Cell(tenant, 0, "media", "media_blob", object, "sealed_key"),
                            key));
        }
    }

    /// The same for contents that are not kept.
    private String moved(String place, String row, String content) {
        return to.guard()
                .moved(
                        source,
                        new SessionKey(formerRef, new TenantId(formerTenant), formerId),
                        new SessionKey(ref, caller.tenant(), id),
                        place,
                        row,
                        content);
    }

    private byte[] moved(Cell old, Cell fresh, byte[] sealed) {
        return to.tenants().vault().seal(fresh, source.open(old, sealed));
    }

    private void store(Entry.StoredObject object) throws IOException {
        if (!objects.contains(object.name())) {
            throw new BackupRefused("the export has a file that nothing names", null);
        }
        OwnerOnlyFile.folder(to.tools().scratch());
        Path file = to.tools().scratch().resolve("arriving-" + id + "-" + ref);
        try {
            Files.copy(object.content(), file, StandardCopyOption.REPLACE_EXISTING);
            to.store().put(object.name(), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void finish() {
        if (ref == 0) {
            throw new BackupRefused("the export has no session", null);
        }
        to.database().write(tx -> {
            tx.changed("session");
            tx.update(
                    "UPDATE session SET cause = ?, advice = ? WHERE ref = ?",
                    "arrived",
                    "Connect the session; the host that it came from must not.",
                    ref);
            to.sessions().arrived(tx, caller, id, label);
            return true;
        });
    }
}
