// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What the makers, runners and watchers of campaigns share.
public final class CampaignParts {
    private final Database database;
    private final Tools tools;
    private final CampaignStore store;
    private final RecipientStore recipients;
    private final ProgressBoard board;
    private final Roster roster;
    private final Recurrences recurrences;
    private final List<Runnable> changes = new CopyOnWriteArrayList<>();

    /// What they are made with.
    public record Tools(
            Provider provider,
            EventLog events,
            AuditLog audit,
            People people,
            ContentGuard guard,
            InstantSource time,
            RandomGenerator random,
            JsonMapper json) {}

    public CampaignParts(Database database, Tools tools) {
        this.database = database;
        this.tools = tools;
        this.store = new CampaignStore(database, tools.json());
        this.recipients = new RecipientStore(tools.json(), tools.guard());
        this.board = new ProgressBoard(database, store, tools.events());
        this.roster = new Roster(database, this, tools);
        this.recurrences = new Recurrences(database, this);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StateTold(
            String id, String name, String stage, @Nullable String hold, long total, Instant at) {}

    CampaignStore store() {
        return store;
    }

    RecipientStore recipients() {
        return recipients;
    }

    ProgressBoard board() {
        return board;
    }

    Roster roster() {
        return roster;
    }

    Recurrences recurrences() {
        return recurrences;
    }

    InstantSource time() {
        return tools.time();
    }

    RandomGenerator random() {
        return tools.random();
    }

    /// Names who hears that there is something to do.
    void onChange(Runnable listener) {
        changes.add(listener);
    }

    void changed() {
        changes.forEach(Runnable::run);
    }

    /// Moves a campaign to another stage by itself; false if it is at none of those.
    boolean move(Campaign campaign, Set<Stage> from, Stage to) {
        return database.write(tx -> move(tx, campaign, from, to));
    }

    boolean move(WriteTx tx, Campaign campaign, Set<Stage> from, Stage to) {
        Instant now = time().instant();
        boolean moved = CampaignStore.move(tx, campaign.ref(), from, to, now);
        if (moved) {
            tell(tx, campaign, to, null, now);
            tx.afterCommit(() -> board.moved(campaign.ref()));
            tx.afterCommit(this::changed);
        }
        return moved;
    }

    /// Notes what a campaign waits for; null = nothing.
    void hold(Campaign campaign, @Nullable String cause) {
        database.write(tx -> {
            CampaignStore.hold(tx, campaign.ref(), cause);
            tell(tx, campaign, campaign.stage(), cause, time().instant());
            return true;
        });
    }

    private void tell(WriteTx tx, Campaign campaign, Stage stage, @Nullable String hold, Instant now) {
        long total = tx.number("SELECT count(*) FROM campaign_recipient WHERE campaign_ref = ?", campaign.ref());
        tools.events()
                .append(
                        tx,
                        campaign.tenant(),
                        campaign.session(),
                        EventName.CAMPAIGN_STATE,
                        new StateTold(campaign.id(), campaign.name(), stage.text(), hold, total, now));
    }

    /// Somebody with what is known of them, and what is said of them besides.
    Addressee known(ReadTx tx, TenantId tenant, Jid person, Map<String, String> values) {
        Addressee known = tools.people()
                .find(tx, tenant, person)
                .map(Roster::addressee)
                .orElseGet(() -> new Addressee(person, Map.of(), null));
        Map<String, String> all = new LinkedHashMap<>(known.values());
        all.putAll(values);
        return new Addressee(person, all, known.language());
    }

    void note(WriteTx tx, Caller caller, String action, String session, String id) {
        tools.audit().note(tx, new AuditEntry(caller.tenant(), AuditType.MESSAGE, caller.actor(), action, session, id));
    }
}
