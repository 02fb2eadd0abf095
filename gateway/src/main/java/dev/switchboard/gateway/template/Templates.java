// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A tenant's templates, and those that every tenant has. Safe for any thread.
public final class Templates {
    /// The form of an id.
    public static final String ID = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    /// How many of its own a tenant may have.
    static final int MOST = 2_000;

    private static final List<Template> SHIPPED = List.of(
            shipped("promo", "Promotion", TemplateCategory.MARKETING, promo(), "Alice", "discount", "20%"),
            shipped(
                    "welcome",
                    "Welcome Message",
                    TemplateCategory.SERVICE,
                    welcome(),
                    "Alice",
                    "business",
                    "Example Ltd"));

    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;
    private final TemplateStore store;

    public Templates(Database database, AuditLog audit, InstantSource time, JsonMapper json) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.store = new TemplateStore(json);
    }

    private static String promo() {
        return "Hi {{name}}, here is something for you: {{discount}} off your next order!";
    }

    private static String welcome() {
        return "Hi {{name}}, welcome to {{business}}!";
    }

    private static Template shipped(
            String id,
            String name,
            TemplateCategory category,
            String text,
            String first,
            String second,
            String sample) {
        List<TemplateDefinition.Variable> variables = List.of(
                new TemplateDefinition.Variable("name", null, first, "whom it is for"),
                new TemplateDefinition.Variable(second, null, sample, null));
        TemplateDefinition definition =
                new TemplateDefinition(name, category, "en", Map.of("en", text), variables, null);
        return new Template(id, definition, 1, Instant.EPOCH, true);
    }

    /// Which templates are wanted.
    ///
    /// @param words part of the id or name
    public record Wanted(Optional<TemplateCategory> category, Optional<String> words) {
        /// All of them.
        public static final Wanted ALL = new Wanted(Optional.empty(), Optional.empty());
    }

    /// All templates of the tenant by id; one of its own replaces a shipped one of the same id.
    public List<Template> all(TenantId tenant) {
        return page(tenant, Wanted.ALL, "", MOST).items();
    }

    /// A page of them by id.
    ///
    /// @param after the last id of the page before
    public Page<Template> page(TenantId tenant, Wanted wanted, String after, int limit) {
        return database.read(tx -> {
            List<Template> found = new ArrayList<>(store.page(tx, tenant, wanted, after, limit + 1));
            SHIPPED.stream()
                    .filter(template -> template.id().compareTo(after) > 0 && fits(template, wanted))
                    .filter(template -> store.find(tx, tenant, template.id()).isEmpty())
                    .forEach(found::add);
            found.sort(Comparator.comparing(Template::id));
            return Page.of(
                    found.size() > limit + 1 ? found.subList(0, limit + 1) : found,
                    limit,
                    template -> Cursor.of(template.id()));
        });
    }

    private static boolean fits(Template template, Wanted wanted) {
        String both = (template.id() + " " + template.name()).toLowerCase(java.util.Locale.ROOT);
        return wanted.category().map(template.definition().category()::equals).orElse(true)
                && wanted.words()
                        .map(words -> both.contains(words.toLowerCase(java.util.Locale.ROOT)))
                        .orElse(true);
    }

    public Optional<Template> find(TenantId tenant, String id) {
        return database.read(tx -> find(tx, tenant, id));
    }

    public Optional<Template> find(ReadTx tx, TenantId tenant, String id) {
        return store.find(tx, tenant, id)
                .or(() -> SHIPPED.stream()
                        .filter(template -> template.id().equals(id))
                        .findFirst());
    }

    /// A version of a template.
    public Optional<Template> find(TenantId tenant, String id, int version) {
        return database.read(tx -> store.version(tx, tenant, id, version)
                .or(() -> find(tx, tenant, id).filter(template -> template.version() == version)));
    }

    /// A version, and who made it.
    public record Version(int version, Instant at, String actor, TemplateDefinition definition) {}

    /// Versions of a tenant's own template, newest first.
    ///
    /// @param before the last version of the page before
    public Page<Version> versions(TenantId tenant, String id, int before, int limit) {
        return database.read(tx -> Page.of(
                store.versions(tx, tenant, id, before, limit + 1),
                limit,
                version -> Cursor.of(Integer.toString(version.version()))));
    }

    /// What became of a wish to keep a template.
    public sealed interface Kept {
        /// It is kept.
        ///
        /// @param fresh whether there was none under this id
        record Done(Template template, boolean fresh) implements Kept {}

        /// It cannot be kept.
        record Flawed(List<Flaw> flaws) implements Kept {
            public Flawed {
                flaws = List.copyOf(flaws);
            }
        }

        /// The tenant has as many as it may.
        record Full(int most) implements Kept {}

        /// There is one under this id, which was to stay.
        record Taken() implements Kept {}
    }

    /// All that is wrong with a definition.
    public List<Flaw> check(TemplateDefinition definition) {
        return Template.of("", definition, 1).flaws();
    }

    /// Keeps a template under its id, as a new version of one that was there.
    ///
    /// @param replace whether one that is there gets a new version
    public Kept put(Caller caller, String id, TemplateDefinition definition, boolean replace) {
        List<Flaw> flaws = check(definition);
        if (!flaws.isEmpty()) {
            return new Kept.Flawed(flaws);
        }
        return database.write(tx -> put(tx, caller, id, definition, replace));
    }

    private Kept put(WriteTx tx, Caller caller, String id, TemplateDefinition definition, boolean replace) {
        Optional<Template> before = store.find(tx, caller.tenant(), id);
        if (before.isPresent() && !replace) {
            return new Kept.Taken();
        }
        if (before.isPresent() && before.get().definition().equals(definition)) {
            return new Kept.Done(before.get(), false);
        }
        if (before.isEmpty() && store.count(tx, caller.tenant()) >= MOST) {
            return new Kept.Full(MOST);
        }
        Instant now = Instant.ofEpochMilli(time.millis());
        int version = store.lastVersion(tx, caller.tenant(), id) + 1;
        Template template = new Template(id, definition, version, now, false);
        store.put(tx, caller.tenant(), template, caller.actor());
        note(tx, caller, "template.saved", id);
        return new Kept.Done(template, before.isEmpty());
    }

    /// Deletes a tenant's own template; one that every tenant has shows again. False if there was none.
    public boolean delete(Caller caller, String id) {
        return database.write(tx -> {
            boolean there = store.delete(tx, caller.tenant(), id);
            if (there) {
                note(tx, caller, "template.deleted", id);
            }
            return there;
        });
    }

    private void note(WriteTx tx, Caller caller, String action, @Nullable String id) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, id));
    }
}
