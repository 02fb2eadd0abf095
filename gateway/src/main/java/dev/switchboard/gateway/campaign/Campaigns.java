// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audience.AudienceViews.BadRow;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.audience.Person;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.campaign.Campaign.Progress;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.Pace;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes campaigns and changes them. Every message has its final id from the beginning, so that a crash at any point
/// sends none twice; [CampaignRunner] hands them in. Safe for any thread.
public final class Campaigns {
    /// A schedule that was over before the campaign was made starts nothing by itself.
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final int SAMPLES = 5;
    private static final Set<Stage> OPEN = Set.of(Stage.DRAFT, Stage.SCHEDULED, Stage.RUNNING, Stage.PAUSED);

    private final Database database;
    private final CampaignParts parts;
    private final CampaignRecorder recorder;
    private final Outbox outbox;
    private final Sessions sessions;
    private final People people;

    /// What they are looked up with.
    public record Tools(CampaignRecorder recorder, Outbox outbox, Sessions sessions, People people) {}

    public Campaigns(Database database, CampaignParts parts, Tools tools) {
        this.database = database;
        this.parts = parts;
        this.recorder = tools.recorder();
        this.outbox = tools.outbox();
        this.sessions = tools.sessions();
        this.people = tools.people();
    }

    /// A campaign somebody wants.
    ///
    /// @param schedule when it is to start by itself
    public record Order(Session session, String name, Kind kind, CampaignPlan plan, Optional<Instant> schedule) {
        @Override
        public String toString() {
            return "Order[" + kind + "]";
        }
    }

    /// Makes a campaign; nothing is sent until it is ready and started, or its time comes.
    public Campaign create(Caller caller, Order order) {
        byte[] random = new byte[8];
        parts.random().nextBytes(random);
        String id = "cmp_" + HexFormat.of().formatHex(random);
        Instant now = parts.time().instant();
        List<CampaignPlan.Variant> variants = order.plan().messages();
        CampaignStore.Fresh fresh = new CampaignStore.Fresh(
                order.session().key(),
                order.session().fence(),
                id,
                order.name(),
                order.kind(),
                Stage.DRAFT,
                order.plan(),
                variants.isEmpty() ? "" : variants.getFirst().templateId(),
                Optional.empty(),
                order.schedule().filter(start -> start.isAfter(now.minus(LATE))));
        long ref = database.write(tx -> {
            parts.note(tx, caller, "campaign.created", order.session().key().id(), id);
            return parts.store().insert(tx, fresh, now);
        });
        Campaign campaign = database.read(tx -> parts.store().head(tx, ref)).orElseThrow();
        PeopleQuery audience = order.plan().audience();
        if (audience != null && order.kind() == Kind.ONCE) {
            parts.roster().add(campaign, audience);
        }
        return again(campaign);
    }

    /// What became of people who were handed in.
    public record Added(int added, int duplicates, List<BadRow> bad) {
        public Added {
            bad = List.copyOf(bad);
        }
    }

    /// Adds recipients to a campaign that has not begun; who is there already is not added again.
    ///
    /// @param first the number of the first one, for those that nothing can be made of
    public Added add(Campaign campaign, List<Addressee> addressees, long first) {
        List<Addressee> good = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (int i = 0; i < addressees.size(); i++) {
            Optional<String> flaw = Roster.flaw(campaign.plan(), addressees.get(i));
            if (flaw.isPresent()) {
                bad.add(new BadRow(first + i, flaw.get()));
            } else {
                good.add(addressees.get(i));
            }
        }
        int added = parts.roster().add(campaign, good);
        return new Added(added, good.size() - added, bad);
    }

    /// What is missing for somebody, in words; empty if nothing.
    public static Optional<String> flaw(CampaignPlan plan, Addressee addressee) {
        return Roster.flaw(plan, addressee);
    }

    /// Says that a campaign is complete: from now on its schedule counts, and a triggered one listens.
    public Campaign arm(Caller caller, Campaign campaign) {
        boolean listens = campaign.kind() == Kind.TRIGGERED;
        if (listens || campaign.schedule().isPresent()) {
            parts.move(campaign, Set.of(Stage.DRAFT), listens ? Stage.RUNNING : Stage.SCHEDULED);
        }
        return again(campaign);
    }

    public Optional<Campaign> find(Caller caller, String id) {
        return parts.store().find(caller.tenant(), id).filter(campaign -> caller.sees(campaign.session()));
    }

    /// The caller's campaigns, newest first; the first five hundred.
    public List<Campaign> all(Caller caller) {
        return page(caller, Optional.empty(), Optional.empty(), Long.MAX_VALUE, 500)
                .items();
    }

    /// A page of the caller's campaigns, newest first.
    ///
    /// @param series only the times of this one that comes back
    /// @param before the last row of the page before
    public Page<Campaign> page(
            Caller caller, Optional<Stage> stage, Optional<Campaign> series, long before, int limit) {
        CampaignStore.Wanted wanted = new CampaignStore.Wanted(caller.sessions(), stage, series.map(Campaign::ref));
        return Page.of(
                parts.store().page(caller.tenant(), wanted, before, limit + 1),
                limit,
                campaign -> Cursor.of(Long.toString(campaign.ref())));
    }

    /// How many campaigns a session has.
    public long count(Session session) {
        return parts.store().count(session.key().ref());
    }

    private Campaign again(Campaign campaign) {
        return database.read(tx -> parts.store().find(tx, campaign.ref())).orElseThrow();
    }

    /// Starts it now, whatever its schedule says; one that was started before goes on as it was.
    public Campaign start(Caller caller, Campaign campaign) {
        if (campaign.kind() == Kind.RECURRING) {
            return startSeries(caller, campaign);
        }
        return moved(caller, campaign, Set.of(Stage.DRAFT, Stage.SCHEDULED), Stage.RUNNING, "campaign.started");
    }

    /// A recurring campaign waits for its first time.
    private Campaign startSeries(Caller caller, Campaign campaign) {
        Instant now = parts.time().instant();
        CampaignPlan.Recurrence recurrence = campaign.plan().recurrence();
        Optional<Instant> first = campaign.schedule()
                .filter(now::isBefore)
                .or(() -> recurrence == null
                        ? Optional.empty()
                        : QuietTimes.next(recurrence, campaign.plan().place(), now));
        database.write(tx -> {
            CampaignStore.schedule(tx, campaign.ref(), first.orElse(now));
            return true;
        });
        return moved(caller, campaign, Set.of(Stage.DRAFT), Stage.SCHEDULED, "campaign.started");
    }

    /// Hands nothing in until it is resumed; false if it is not under way.
    public Optional<Campaign> pause(Caller caller, Campaign campaign) {
        boolean moved = database.write(tx -> {
            parts.note(tx, caller, "campaign.paused", campaign.session(), campaign.id());
            return parts.move(tx, campaign, Set.of(Stage.RUNNING, Stage.SCHEDULED), Stage.PAUSED);
        });
        return moved ? Optional.of(again(campaign)) : Optional.empty();
    }

    /// Goes on; a series waits for its next time. Empty if it is not paused.
    public Optional<Campaign> resume(Caller caller, Campaign campaign) {
        Instant now = parts.time().instant();
        boolean waits = campaign.kind() == Kind.RECURRING
                || (campaign.startedAt().isEmpty()
                        && campaign.schedule().filter(now::isBefore).isPresent());
        boolean moved = database.write(tx -> {
            parts.note(tx, caller, "campaign.resumed", campaign.session(), campaign.id());
            return parts.move(tx, campaign, Set.of(Stage.PAUSED), waits ? Stage.SCHEDULED : Stage.RUNNING);
        });
        return moved ? Optional.of(again(campaign)) : Optional.empty();
    }

    /// Ends it: who has had no message gets none, and what is in the queue is taken back. Empty if it is over.
    public Optional<Campaign> cancel(Caller caller, Campaign campaign) {
        boolean moved = database.write(tx -> {
            parts.note(tx, caller, "campaign.cancelled", campaign.session(), campaign.id());
            boolean ended = parts.move(tx, campaign, OPEN, Stage.CANCELLED);
            if (ended) {
                RecipientStore.cancelWaiting(tx, campaign.ref(), parts.time().instant());
            }
            return ended;
        });
        if (!moved) {
            return Optional.empty();
        }
        recorder.cancelled();
        return Optional.of(again(campaign));
    }

    /// Deletes one that is not under way, with all its outcomes; false if it is.
    public boolean delete(Caller caller, Campaign campaign) {
        return database.write(tx -> {
            parts.note(tx, caller, "campaign.deleted", campaign.session(), campaign.id());
            return CampaignStore.delete(tx, campaign.ref());
        });
    }

    /// Lets a triggered campaign write to somebody; false if it did before.
    public boolean trigger(Campaign campaign, Jid person, Map<String, String> values) {
        return database.write(tx -> recorder.join(tx, campaign, person, values));
    }

    private Campaign moved(Caller caller, Campaign campaign, Set<Stage> from, Stage to, String action) {
        database.write(tx -> {
            if (parts.move(tx, campaign, from, to)) {
                parts.note(tx, caller, action, campaign.session(), campaign.id());
            }
            return true;
        });
        return again(campaign);
    }

    /// What somebody would read.
    public record Sample(Jid to, String variant, String text) {
        @Override
        public String toString() {
            return "Sample[]";
        }
    }

    /// What would happen.
    ///
    /// @param recipients who would get a message
    /// @param suppressed who would get none, as they want no campaigns
    /// @param ends when the last message would go, as far as the limits tell
    public record Rehearsal(
            long recipients,
            long duplicates,
            long suppressed,
            Instant starts,
            Instant ends,
            List<Sample> samples,
            List<BadRow> bad) {
        public Rehearsal {
            samples = List.copyOf(samples);
            bad = List.copyOf(bad);
        }
    }

    /// Says what a campaign that is not made yet would do: to whom, when, and what they would read.
    public Rehearsal rehearse(Caller caller, Order order, List<Addressee> addressees) {
        List<BadRow> bad = new ArrayList<>();
        List<Addressee> good = new ArrayList<>();
        Set<Jid> seen = new HashSet<>();
        long duplicates = 0;
        List<Addressee> all = new ArrayList<>(addressees);
        PeopleQuery audience = order.plan().audience();
        long found = audience == null ? 0 : people.count(caller.tenant(), audience);
        if (audience != null) {
            people.page(caller.tenant(), audience, 0, 500).items().stream()
                    .map((Person person) -> Roster.addressee(person))
                    .forEach(all::add);
        }
        for (int i = 0; i < all.size(); i++) {
            Optional<String> flaw = Roster.flaw(order.plan(), all.get(i));
            if (!seen.add(all.get(i).jid())) {
                duplicates++;
            } else if (flaw.isPresent()) {
                bad.add(new BadRow(i + 1L, flaw.get()));
            } else {
                good.add(all.get(i));
            }
        }
        long beyond = Math.max(0, found - 500);
        long suppressed = database.read(tx -> good.stream()
                .filter(addressee -> Suppression.holds(
                        tx,
                        caller.tenant(),
                        CampaignRunner.person(tx, order.session().key().ref(), addressee.jid())))
                .count());
        Instant start = order.schedule().orElse(parts.time().instant());
        long messages = good.size() - suppressed + beyond;
        return new Rehearsal(
                messages,
                duplicates,
                suppressed,
                begins(order.session(), order.plan(), start),
                ends(order.session(), order.plan(), start, messages),
                samples(order.plan(), good),
                bad);
    }

    private static List<Sample> samples(CampaignPlan plan, List<Addressee> addressees) {
        int[] turns = plan.turns();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < Math.min(SAMPLES, addressees.size()); i++) {
            Addressee to = addressees.get(i);
            CampaignPlan.Variant variant = plan.messages().get(turns[i % turns.length]);
            samples.add(new Sample(
                    to.jid(),
                    variant.name(),
                    variant.template()
                            .render(to.values(), to.language(), plan.place())
                            .text()));
        }
        return samples;
    }

    private Instant begins(Session session, CampaignPlan plan, Instant start) {
        return forecast(outbox.pace(session.key()), plan).end(start, List.of(), 0);
    }

    private Instant ends(Session session, CampaignPlan plan, Instant start, long messages) {
        Pace pace = outbox.pace(session.key());
        return forecast(pace, plan).end(start, pace.used(), messages);
    }

    private static Forecast forecast(Pace pace, CampaignPlan plan) {
        return new Forecast(pace.limits(), at -> {
            Optional<Instant> own = plan.quietEnd(at);
            Optional<Instant> sessions = pace.quiet().apply(own.orElse(at));
            return sessions.or(() -> own);
        });
    }

    /// What a campaign that is there will do from now on.
    public Rehearsal forecast(Campaign campaign) {
        Session session = sessions.find(campaign.tenant(), campaign.session()).orElseThrow();
        Instant now = parts.time().instant();
        Instant start = campaign.schedule().filter(now::isBefore).orElse(now);
        List<Addressee> first = database.read(tx -> parts.recipients().roster(tx, campaign, -1, SAMPLES)).stream()
                .filter(addressee -> Roster.flaw(campaign.plan(), addressee).isEmpty())
                .toList();
        long suppressed = database.read(tx -> tx.number(
                "SELECT count(*) FROM campaign_recipient r JOIN suppression s ON s.tenant_id = ? AND s.jid = r.jid"
                        + " WHERE r.campaign_ref = ? AND r.state = 'waiting'",
                campaign.tenant().value(),
                campaign.ref()));
        long messages = campaign.progress().pending() - suppressed;
        return new Rehearsal(
                messages,
                0,
                suppressed,
                begins(session, campaign.plan(), start),
                ends(session, campaign.plan(), start, Math.max(0, messages)),
                samples(campaign.plan(), first),
                List.of());
    }

    /// Outcomes in the order of the recipients.
    ///
    /// @param after the last place of the page before; -1 at the beginning
    public Page<Recipient> recipients(Campaign campaign, Optional<String> state, long after, int limit) {
        return database.read(tx -> Page.of(
                        RecipientStore.page(tx, campaign.ref(), state, after, limit + 1),
                        limit,
                        outcome -> Cursor.of(Long.toString(outcome.position()))))
                .map(outcome -> Recipient.of(campaign, outcome));
    }

    /// How far the messages of each variant have come.
    public List<Progress> variants(Campaign campaign) {
        return database.read(tx -> CampaignStore.progress(tx, campaign.ref()));
    }

    /// How it went over time, and why messages failed.
    public CampaignReport report(Campaign campaign) {
        return database.read(tx -> CampaignReport.of(tx, campaign));
    }
}
