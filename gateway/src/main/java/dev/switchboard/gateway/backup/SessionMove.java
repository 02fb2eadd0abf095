// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.media.FileSizes;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jooq.ForeignKey;
import org.jooq.Table;
import tools.jackson.databind.node.ObjectNode;

/// Takes one session from one host to another without linking it again. The old host lets go of it first: its fence is
/// raised, so nothing there can go on with keys that the new host uses.
public final class SessionMove {
    /// What belongs to the tenant rather than to the session.
    private static final List<String> LEFT = List.of("automation_flow", "bridge", "campaign", "idempotency");

    private final Database database;
    private final Tenants tenants;
    private final Sessions sessions;
    private final MediaStore store;
    private final Tools tools;

    /// What else is needed.
    ///
    /// @param scratch where files lie for a moment
    public record Tools(InstantSource time, RandomGenerator random, Path scratch, ContentGuard guard) {}

    public SessionMove(Database database, Tenants tenants, Sessions sessions, MediaStore store, Tools tools) {
        this.database = database;
        this.tenants = tenants;
        this.sessions = sessions;
        this.store = store;
        this.tools = tools;
    }

    /// The tables that go with a session: those of its rows that refer to nothing that stays.
    static List<Table<?>> tables() {
        List<String> gone = new java.util.ArrayList<>(List.of("session", "tenant"));
        List<Table<?>> tables = new java.util.ArrayList<>();
        for (Table<?> table : Schema.ofSession()) {
            boolean whole = table.getReferences().stream()
                    .map(ForeignKey::getKey)
                    .allMatch(key -> gone.contains(key.getTable().getName()));
            if (whole && !LEFT.contains(table.getName())) {
                tables.add(table);
                gone.add(table.getName());
            }
        }
        return tables;
    }

    /// Ends the session here and writes it out. If that fails it can be done again.
    public Summary export(Caller caller, Session session, OutputStream out, BackupKey.Sealing how) throws IOException {
        if (!Sessions.isMoved(session)) {
            sessions.handOver(caller, session);
        }
        Instant now = tools.time().instant();
        ObjectNode header = Backups.header(Backups.SESSION, now);
        try (OutputStream sealed = SealedStream.sealing(out, how, header, tools.random())) {
            ArchiveWriter archive = new ArchiveWriter(sealed);
            return Backups.unchecked(() -> database.snapshot(tx -> {
                try {
                    return write(tx, session, archive, now);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    private Summary write(ReadTx tx, Session session, ArchiveWriter archive, Instant now) throws IOException {
        String tenant = session.key().tenant().value();
        long ref = session.key().ref();
        ObjectNode manifest = Backups.header(Backups.SESSION, now)
                .put("session", session.key().id())
                .put("label", session.label())
                .put("ref", ref)
                .put("tenant", tenant);
        Database.migrations(tx).stream().sorted().forEach(manifest.putArray("migrations")::add);
        archive.manifest(manifest);
        byte[] wrapped = tx.one("SELECT wrapped_key FROM tenant WHERE id = ?", row -> row.bytes(1), tenant)
                .orElseThrow();
        archive.key(tenant, tenants.vault().unwrapped(tenant, wrapped));
        put(tx, archive, Schema.table("session"), " WHERE ref = ?", ref);
        put(
                tx,
                archive,
                Schema.table("media_blob"),
                " WHERE tenant_id = ? AND sha256 IN (SELECT sha256 FROM media WHERE session_ref = ?)",
                tenant,
                ref);
        for (Table<?> table : tables()) {
            put(tx, archive, table, " WHERE session_ref = ?", ref);
        }
        long objects = 0;
        long missing = 0;
        for (StoredFile file : files(tx, tenant, ref)) {
            try (InputStream content = store.open(file.object(), 0, FileSizes.sealed(file.size()))) {
                archive.object(file.object(), content);
                objects++;
            } catch (IOException e) {
                if (!FileSizes.isAbsent(e)) {
                    throw e;
                }
                missing++;
            }
        }
        archive.end();
        long waiting = tx.number("SELECT count(*) FROM outbox WHERE session_ref = ? AND handed_at IS NULL", ref);
        return new Summary(Backups.SESSION, now, archive.rowCount(), objects, missing, waiting);
    }

    private static void put(ReadTx tx, ArchiveWriter archive, Table<?> table, String where, Object... parameters)
            throws IOException {
        archive.table(table.getName(), Schema.columns(table));
        tx.each(Schema.select(table) + where, row -> Backups.put(archive, table, row), parameters);
    }

    private record StoredFile(String object, long size) {}

    private static List<StoredFile> files(ReadTx tx, String tenant, long ref) {
        return tx.list(
                "SELECT object, size FROM media_blob WHERE tenant_id = ? AND sha256 IN (SELECT sha256 FROM media WHERE"
                        + " session_ref = ?) ORDER BY object",
                row -> new StoredFile(row.text(1), row.number(2)),
                tenant,
                ref);
    }

    /// Takes a session in. It is at rest afterwards.
    ///
    /// @param wanted the id it is to have; empty for the one it had
    /// @return the id it has
    /// @throws BackupRefused if it cannot be read, or there is a session of this id
    public String take(Caller caller, InputStream export, BackupKey.Opening how, String wanted) throws IOException {
        if (!sessions.hasRoom(caller.tenant())) {
            throw new BackupRefused("the tenant has as many sessions as it may", null);
        }
        SealedStream.Opened opened = SealedStream.opening(export, how);
        if (!opened.header().path("kind").asString("").equals(Backups.SESSION)) {
            throw new BackupRefused("this is no export of a session", null);
        }
        return new SessionArrival(
                        new SessionArrival.Place(database, tenants, sessions, store, tools, tools.guard()),
                        caller,
                        wanted)
                .take(new ArchiveReader(opened.content()));
    }
}
