// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.messaging.SendPlan;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.Priority;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands campaigns' messages to the outbox, a few at a time, which leaves memory and the session's queue to others;
/// they go behind everything else the session sends. A message and its recipient's step are one transaction, in which
/// also is asked whether the person wants campaigns at all.
public final class CampaignRunner extends AfterSessions {
    private static final int LEAST = 2;
    private static final int MOST_GOVERNED = 64;
    private static final int MOST = 256;
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final SendPlan LAST =
            new SendPlan(Priority.LOW, Optional.empty(), Optional.empty(), Optional.empty(), false);
    private static final Logger LOG = LoggerFactory.getLogger(CampaignRunner.class);

    private final Database database;
    private final Sessions sessions;
    private final Messages messages;
    private final Outbox outbox;
    private final CampaignParts parts;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean takeBack = new AtomicBoolean(true);

    public CampaignRunner(Database database, Sessions sessions, Messages messages, Outbox outbox, CampaignParts parts) {
        super("campaigns", STEP);
        this.database = database;
        this.sessions = sessions;
        this.messages = messages;
        this.outbox = outbox;
        this.parts = parts;
        parts.onChange(this::nudge);
    }

    /// Looks at once for what is due.
    public void nudge() {
        if (asked.compareAndSet(false, true)) {
            wakeAfter(Duration.ZERO);
        }
    }

    /// Somebody wants no more, or a campaign was cancelled: what is in queues of that is taken back.
    void unwanted() {
        takeBack.set(true);
        nudge();
    }

    /// One step of all campaigns that have work to do.
    @Override
    protected void work() {
        if (!isRunning()) {
            return;
        }
        forgetTurns();
        asked.set(false);
        Instant now = parts.time().instant();
        Instant next = now.plus(LONGEST_SLEEP);
        try {
            if (takeBack.getAndSet(false) && !takeBackUnwanted()) {
                takeBack.set(true); // some are being tried at this moment
                next = now.plus(STEP);
            }
            for (long ref : parts.store().atWork(now)) {
                Optional<Instant> turn = step(ref, now);
                next = turn.filter(next::isAfter).orElse(next);
            }
            Optional<Instant> start = parts.store().nextSchedule();
            next = start.filter(next::isAfter).orElse(next);
            if (parts.board().tell(now)) {
                next = earlier(next, now.plus(ProgressBoard.PACE));
            }
        } catch (RuntimeException e) {
            LOG.error("campaigns stumbled and will go on", e);
            next = now.plus(STEP);
        }
        Duration wait = Duration.between(now, next);
        wakeAfter(wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// One campaign's step; the answer is when the next one is due.
    private Optional<Instant> step(long ref, Instant now) {
        Campaign campaign = database.read(tx -> parts.store().head(tx, ref)).orElse(null);
        Optional<Session> session =
                campaign == null ? Optional.empty() : sessions.find(campaign.tenant(), campaign.session());
        if (campaign == null || session.isEmpty()) {
            return Optional.empty();
        }
        if (campaign.kind() == Kind.RECURRING) {
            parts.recurrences().comeBack(campaign, session.get(), now);
            return Optional.of(now.plus(STEP));
        }
        if (campaign.stage() == Stage.SCHEDULED) {
            parts.move(campaign, Set.of(Stage.SCHEDULED), Stage.RUNNING);
        }
        Optional<Instant> quiet = campaign.plan().quietEnd(now);
        if (quiet.isPresent()) {
            return held(campaign, "quiet_hours", quiet.get());
        }
        Optional<Instant> turn = database.read(tx -> RecipientStore.nextTurn(tx, ref));
        if (turn.isEmpty()) {
            return finish(campaign);
        }
        if (turn.get().isAfter(now)) {
            return turn;
        }
        if (!session.get().takesMessages()) {
            return held(campaign, "not_connected", now.plus(PATIENCE));
        }
        return feed(campaign, session.get(), now);
    }

    private Optional<Instant> held(Campaign campaign, String cause, Instant until) {
        if (!campaign.hold().equals(Optional.of(cause))) {
            parts.hold(campaign, cause);
        }
        return Optional.of(until);
    }

    /// Nobody waits: it is over once the last message's fate is known.
    private Optional<Instant> finish(Campaign campaign) {
        boolean open = campaign.kind() == Kind.TRIGGERED
                || !database.read(tx -> RecipientStore.queued(tx, campaign.ref(), 1))
                        .isEmpty();
        if (!open) {
            parts.move(campaign, Set.of(Stage.RUNNING), Stage.COMPLETED);
        }
        return Optional.empty(); // the last outcome asks for a turn
    }

    private Optional<Instant> feed(Campaign campaign, Session session, Instant now) {
        int window = window(outbox.limits(session.key()));
        long room = window - outbox.waiting(session.key());
        if (room <= 0) {
            return Optional.of(now.plus(STEP)); // or sooner, when one has gone
        }
        Optional<String> hold = database.write(tx -> {
            if (parts.store()
                    .head(tx, campaign.ref())
                    .filter(known -> known.stage() == Stage.RUNNING)
                    .isEmpty()) {
                return Optional.empty();
            }
            List<RecipientStore.Due> due = RecipientStore.due(tx, campaign.ref(), now, (int) Math.min(room, window));
            for (RecipientStore.Due message : due) {
                Optional<String> cause = hand(tx, campaign, session, message, now);
                if (cause.isPresent()) {
                    return cause;
                }
            }
            return Optional.empty();
        });
        if (hold.isPresent()) {
            return held(campaign, hold.get(), now.plus(PATIENCE));
        }
        if (campaign.hold().isPresent()) {
            parts.hold(campaign, null);
        }
        parts.board().moved(campaign.ref());
        return Optional.of(now.plus(STEP));
    }

    /// How many messages may wait in the session's queue: what it sends in a second, where there are limits.
    private static int window(SendLimits limits) {
        if (!limits.enabled()) {
            return MOST;
        }
        long gap = Math.max(1, limits.gapMin().plus(limits.gapMax()).toMillis() / 2);
        return Math.clamp(1_000 / gap, LEAST, MOST_GOVERNED);
    }

    /// Hands one message in, in the transaction of its recipient's step; the answer is what keeps it from that.
    private Optional<String> hand(WriteTx tx, Campaign campaign, Session session, RecipientStore.Due due, Instant now) {
        if (Suppression.holds(tx, campaign.tenant(), person(tx, session.key().ref(), due.jid()))) {
            RecipientStore.end(tx, campaign.ref(), due.position(), "suppressed", null, now);
            return Optional.empty();
        }
        Optional<Content> content = content(campaign, due);
        if (content.isEmpty()) {
            RecipientStore.end(tx, campaign.ref(), due.position(), "failed", "values_missing", now);
            return Optional.empty();
        }
        Caller system = new Caller(campaign.tenant(), "campaign:" + campaign.id(), Role.OWNER);
        SendCommand command = new SendCommand(
                due.jid(),
                content.get(),
                SendCommand.Options.NONE,
                Optional.of(due.messageId()),
                Optional.empty(),
                LAST);
        switch (messages.send(tx, system, session, command)) {
            case Acceptance.Accepted accepted -> {
                if (accepted.repeated()) {
                    RecipientStore.advance(tx, session.key().ref(), due.messageId(), Delivery.QUEUED, now, null);
                }
            }
            case Acceptance.NotConnected _ -> {
                return Optional.of("not_connected");
            }
            case Acceptance.OverQuota _ -> {
                return Optional.of("quota");
            }
            case Acceptance.Blocked _ -> {
                return Optional.of("limit");
            }
            case Acceptance other ->
                RecipientStore.end(
                        tx,
                        campaign.ref(),
                        due.position(),
                        "failed",
                        other.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                        now);
        }
        return Optional.empty();
    }

    /// All addresses by which somebody is known.
    static List<Jid> person(ReadTx tx, long session, Jid jid) {
        Optional<Jid> alias = jid.isPn() ? AddressBook.lidOf(tx, session, jid) : AddressBook.pnOf(tx, session, jid);
        return Stream.concat(Stream.of(jid), alias.stream()).toList();
    }

    /// What somebody reads; empty if values are missing or do not fit.
    private Optional<Content> content(Campaign campaign, RecipientStore.Due due) {
        List<CampaignPlan.Variant> variants = campaign.plan().messages();
        String kept = parts.recipients().facts(campaign, due);
        if (variants.isEmpty()) {
            return Optional.of(new Content.Text(kept)); // from before there were variants
        }
        CampaignPlan.Variant variant = variants.get(due.variant());
        RecipientStore.Facts facts = parts.recipients().read(kept);
        Template.Rendered rendered =
                variant.template().render(facts.v(), facts.l(), campaign.plan().place());
        return rendered.whole() ? Optional.of(content(variant, rendered.text())) : Optional.empty();
    }

    static Content content(CampaignPlan.Variant variant, String text) {
        @Nullable String file = variant.mediaId();
        return file == null
                ? new Content.Text(text)
                : new Content.Attachment(
                        MediaKind.valueOf(
                                Objects.requireNonNull(variant.definition().header())
                                        .type()
                                        .toUpperCase(Locale.ROOT)),
                        file,
                        Optional.of(text),
                        false);
    }

    /// Takes back messages in queues that nobody wants any more; false if one could not be, since it is being tried.
    private boolean takeBackUnwanted() {
        boolean all = true;
        for (RecipientStore.Queued message : database.read(RecipientStore::queuedAgainstWill)) {
            Optional<Session> session = sessions.find(message.tenant(), message.session());
            if (session.isPresent()) {
                all &= outbox.takeBack(Sessions.lease(session.get()), message.messageId());
            }
        }
        return all;
    }
}
