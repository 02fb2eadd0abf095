// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The files of messages with people, and how long files are kept where a tenant says so.
public final class MediaOfPeople implements PersonalData {
    private static final String THEIRS =
            " SELECT media_id FROM message WHERE session_ref = ? AND (chat = ? OR sender = ?) AND media_id IS NOT NULL";

    private final Database database;
    private final MediaLibrary library;

    public MediaOfPeople(Database database, MediaLibrary library) {
        this.database = database;
        this.library = library;
    }

    @Override
    public String name() {
        return "media";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (Media media : of(person, session)) {
                database.read(tx -> MediaLibrary.shown(tx, session, media.id())).ifPresent(out);
            }
        }
    }

    private List<Media> of(Person person, long session) {
        return person.addresses().stream()
                .flatMap(address ->
                        database.read(tx -> tx.list(THEIRS, row -> row.text(1), session, address, address)).stream())
                .distinct()
                .flatMap(id -> library.find(session, id).stream())
                .toList();
    }

    @Override
    public void files(Person person, Files out) throws IOException {
        for (long session : person.sessions()) {
            for (Media media : of(person, session)) {
                long size = media.size().orElse(0L);
                if (media.here() && size > 0) {
                    try (InputStream in = library.open(media, 0, size)) {
                        in.transferTo(out.file(
                                media.id() + "-" + safe(media.fileName().orElse("file"))));
                    }
                }
            }
        }
    }

    /// A name that leads nowhere.
    private static String safe(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._-]", "_").replace("..", "_");
        return plain.substring(0, Math.min(plain.length(), 100));
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                erased += tx.update(
                        "UPDATE media SET expires_at = 0, remote = NULL, thumbnail = NULL WHERE session_ref = ? AND id IN ("
                                + THEIRS + ")",
                        session,
                        session,
                        address,
                        address);
            }
        }
        return erased;
    }

    @Override
    public void erased(Person person) {
        library.sweep();
    }

    /// Lets a tenant's files end no later than so long after they came.
    public void shorten(TenantId tenant, Duration kept) {
        database.write(tx -> tx.update(
                "UPDATE media SET expires_at = created_at + ? WHERE tenant_id = ? AND expires_at > created_at + ?",
                kept.toMillis(),
                tenant.value(),
                kept.toMillis()));
        library.sweep();
    }

    /// The same for one session, but for what it has yet to send; what is over its time is not fetched again.
    public void shorten(long session, Duration kept) {
        database.write(tx -> tx.update(
                "UPDATE media SET expires_at = created_at + ? WHERE session_ref = ? AND expires_at > created_at + ?"
                        + " AND (origin = 'MESSAGE' OR (NOT EXISTS (SELECT 1 FROM outbox o WHERE o.session_ref = media.session_ref)"
                        + " AND NOT EXISTS (SELECT 1 FROM outbox_later l WHERE l.session_ref = media.session_ref)))",
                kept.toMillis(),
                session,
                kept.toMillis()));
        library.sweepAway(session);
    }
}
