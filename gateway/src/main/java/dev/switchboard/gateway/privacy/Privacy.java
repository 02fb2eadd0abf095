// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.privacy;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;

/// What people may ask for: all that is kept of them, and that it be erased. Safe for many threads.
public final class Privacy {
    private static final int PAGE = 500;

    private final Database database;
    private final Sessions sessions;
    private final List<PersonalData> features;
    private final Audits audits;
    private final AuditLog audit;
    private final InstantSource time;
    private final JsonMapper json;

    /// What the audit and the answers are made with.
    public record Tools(Audits audits, AuditLog audit, InstantSource time, JsonMapper json) {}

    public Privacy(Database database, Sessions sessions, List<PersonalData> features, Tools tools) {
        this.database = database;
        this.sessions = sessions;
        this.features = List.copyOf(features);
        this.audits = tools.audits();
        this.audit = tools.audit();
        this.time = tools.time();
        this.json = tools.json();
    }

    /// Somebody with all addresses that any of the caller's sessions knows.
    public Person person(Caller caller, Jid address) {
        Set<Long> refs = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>(Set.of(address.bare().toString()));
        for (Session session : all(caller)) {
            refs.add(session.key().ref());
            names.add(session.key().id());
            database.read(tx -> aliases(tx, session.key().ref(), address.bare()))
                    .forEach(addresses::add);
        }
        return new Person(caller.tenant(), addresses, refs, names);
    }

    private static Set<String> aliases(ReadTx tx, long session, Jid address) {
        Optional<Jid> other =
                address.isLid() ? AddressBook.pnOf(tx, session, address) : AddressBook.lidOf(tx, session, address);
        return other.map(jid -> Set.of(jid.bare().toString())).orElse(Set.of());
    }

    private List<Session> all(Caller caller) {
        List<Session> found = new ArrayList<>();
        String after = "";
        while (true) {
            var page = sessions.page(caller.tenant(), after, PAGE);
            page.items().stream()
                    .filter(session -> caller.sees(session.key().id()))
                    .forEach(found::add);
            String next = page.next();
            if (next == null) {
                return found;
            }
            after = next;
        }
    }

    /// Writes all that is kept of somebody as a zip file: JSON lines for each feature, and the files.
    public void export(Caller caller, Person person, OutputStream out) throws IOException {
        database.write(tx -> {
            audit.note(tx, entry(caller, person, "person.exported"));
            return true;
        });
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("exportedAt", time.instant().toString());
            about.put("addresses", person.addresses().stream().sorted().toList());
            about.put("sessions", person.names().stream().sorted().toList());
            part(zip, "about.json", List.of(about));
            for (PersonalData feature : features) {
                zip.putNextEntry(new ZipEntry(feature.name() + ".ndjson"));
                feature.export(person, object -> line(zip, object));
                zip.closeEntry();
            }
            for (PersonalData feature : features) {
                feature.files(person, name -> {
                    zip.putNextEntry(new ZipEntry("files/" + name));
                    return new Unclosable(zip);
                });
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void part(ZipOutputStream zip, String name, List<Map<String, Object>> objects) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        objects.forEach(object -> line(zip, object));
        zip.closeEntry();
    }

    private void line(OutputStream out, Object object) {
        try {
            out.write(json.writeValueAsBytes(object));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A stream that whoever writes a file cannot close.
    private static final class Unclosable extends FilterOutputStream {
        private Unclosable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /// Erases all that is kept of somebody. The audit keeps that it was done, and by whom, but not of whom. The answer
    /// is how many things were erased, by feature.
    public Map<String, Integer> erase(Caller caller, Person person) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        database.write(tx -> {
            counts.clear();
            features.forEach(feature -> counts.put(feature.name(), feature.erase(tx, person)));
            audit.note(tx, entry(caller, person, "person.erased").about(null));
            return true;
        });
        features.forEach(feature -> feature.erased(person));
        counts.put("audit", audits.erase(person.tenant(), person.addresses()));
        return counts;
    }

    private static AuditEntry entry(Caller caller, Person person, String action) {
        return new AuditEntry(caller.tenant(), AuditType.ACCESS, caller.actor(), action, null, null)
                .about(person.addresses().stream().sorted().findFirst().orElse(null));
    }
}
