// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.audience.OptOuts;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.messaging.MessageListener;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.StatusListener;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps every recipient's outcome in step with what happens, in the very transaction in which it is noted: there is no
/// moment at which a message and its recipient disagree. Sessions without campaigns pay nothing for it.
public final class CampaignRecorder
        implements StatusListener, MessageListener, Suppression.Watcher, People.Watcher, OptOuts.Recipients {
    /// How long after a message somebody's writing counts as an answer to it.
    private static final Duration REPLY = Duration.ofDays(7);

    private final CampaignParts parts;
    private final CampaignRunner runner;
    private final Set<Long> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean triggered;

    public CampaignRecorder(CampaignParts parts, CampaignRunner runner) {
        this.parts = parts;
        this.runner = runner;
        sessions.addAll(parts.store().sessions());
        triggered = parts.store().anyTriggered();
        parts.roster().onNew(campaign -> sessions.add(campaign.sessionRef()));
        parts.onChange(() -> triggered = true);
    }

    @Override
    public void advanced(WriteTx tx, SessionLease lease, String messageId, Step step) {
        long session = lease.key().ref();
        if (!sessions.contains(session)) {
            return;
        }
        RecipientStore.campaignOf(tx, session, messageId).ifPresent(campaign -> {
            RecipientStore.advance(
                    tx,
                    session,
                    messageId,
                    step.delivery(),
                    step.at(),
                    step.failure().map(Failure::code).orElse(null));
            moved(tx, campaign);
        });
    }

    private void moved(WriteTx tx, long campaign) {
        tx.afterCommit(() -> {
            parts.board().moved(campaign);
            runner.nudge();
        });
    }

    @Override
    public void received(WriteTx tx, SessionLease lease, MessageView message) {
        Address chat = message.chat();
        if (chat.phone() == null && chat.lid() == null) {
            return;
        }
        if (sessions.contains(lease.key().ref())) {
            Jid jid = Jid.parse(chat.jid());
            RecipientStore.replied(
                            tx, lease.key(), jid, message.at(), message.at().minus(REPLY))
                    .ifPresent(campaign -> moved(tx, campaign));
        }
        if (triggered) {
            firstContact(tx, lease, chat);
        }
    }

    private void firstContact(WriteTx tx, SessionLease lease, Address chat) {
        List<Campaign> waiting = parts.store().triggered(tx, lease.key().tenant()).stream()
                .filter(campaign -> campaign.sessionRef() == lease.key().ref()
                        && Objects.requireNonNull(campaign.plan().trigger()).is("first_contact", ""))
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        long before = tx.number(
                "SELECT count(*) FROM message WHERE session_ref = ? AND chat = ?",
                lease.key().ref(),
                chat.jid());
        if (before < 2) {
            waiting.forEach(campaign -> join(tx, campaign, Jid.parse(chat.jid()), Map.of()));
        }
    }

    @Override
    public void tagged(WriteTx tx, TenantId tenant, Jid person, String tag) {
        happens(tx, tenant, person, "tag", tag);
    }

    @Override
    public void joined(WriteTx tx, TenantId tenant, Jid person, String list) {
        happens(tx, tenant, person, "list", list);
    }

    private void happens(WriteTx tx, TenantId tenant, Jid person, String event, String what) {
        if (!triggered) {
            return;
        }
        List<Campaign> all = parts.store().triggered(tx, tenant);
        all.stream()
                .filter(campaign ->
                        Objects.requireNonNull(campaign.plan().trigger()).is(event, what))
                .forEach(campaign -> join(tx, campaign, person, Map.of()));
    }

    /// Puts somebody into a campaign that waits for them; once.
    boolean join(WriteTx tx, Campaign campaign, Jid person, Map<String, String> values) {
        Addressee known = parts.known(tx, campaign.tenant(), person, values);
        long delay = Objects.requireNonNullElse(
                Objects.requireNonNull(campaign.plan().trigger()).delaySeconds(), 0L);
        Instant due = parts.time().instant().plusSeconds(delay);
        boolean news = parts.roster().add(tx, campaign, List.of(known), due) > 0;
        if (news) {
            moved(tx, campaign.ref());
        }
        return news;
    }

    @Override
    public void optedOut(WriteTx tx, TenantId tenant, List<Jid> person, Instant at) {
        for (Jid jid : person) {
            RecipientStore.optedOut(tx, tenant.value(), jid, at).ifPresent(campaign -> moved(tx, campaign));
        }
        tx.afterCommit(runner::unwanted);
    }

    /// A campaign was cancelled.
    void cancelled() {
        runner.unwanted();
    }

    @Override
    public void optedIn(WriteTx tx, TenantId tenant, List<Jid> person, Instant at) {
        // what was not sent stays unsent
    }

    @Override
    public boolean include(ReadTx tx, SessionKey session, Jid person) {
        return RecipientStore.wroteTo(tx, session, person);
    }
}
