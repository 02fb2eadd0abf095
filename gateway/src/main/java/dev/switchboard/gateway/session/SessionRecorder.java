// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the sessions' rows and the event log in step with what links report about themselves.
public final class SessionRecorder {
    private final LocalSessionHost host;
    private final EventLog events;
    private final AuditLog audit;
    private final InstantSource time;

    public SessionRecorder(LocalSessionHost host, EventLog events, AuditLog audit, InstantSource time) {
        this.host = host;
        this.events = events;
        this.audit = audit;
        this.time = time;
    }

    /// What events of this kind tell.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StateData(
            String state,
            String cause,
            String advice,
            @Nullable Instant until,
            @Nullable LinkEnd end) {}

    record QrData(String qr, Instant expiresAt) {}

    record CodeData(String code, Instant expiresAt) {}

    record LinkedData(Account account) {}

    /// Notes that a link is in a new state.
    public void changed(WriteTx tx, SessionLease lease, LinkStatus told) {
        if (host.stopping() && told.state() == LinkState.DISCONNECTED) {
            return; // the gateway stops, not the session: at the next start it is to be connected again
        }
        Optional<Session> before =
                SessionStore.find(tx, lease.key().tenant(), lease.key().id());
        if (before.isEmpty()) {
            return;
        }
        Instant now = time.instant();
        LinkStatus status = evicted(tx, lease, told, now);
        ConnectionSpans.note(tx, lease, status, before.get().linked(), now);
        SessionStore.status(tx, lease, status, now);
        if (status.state() == LinkState.DISCONNECTED || status.state() == LinkState.LOGGED_OUT) {
            SessionStore.want(tx, lease, false, now);
        }
        tx.afterCommit(() -> host.entered(lease.key(), status.state()));
        LinkStatus old = before.get().status();
        if (old.state() != status.state() || !old.cause().equals(status.cause())) {
            tell(tx, lease, status);
        }
    }

    /// A device that is removed while the network holds the account back was not removed by its owner.
    private static LinkStatus evicted(WriteTx tx, SessionLease lease, LinkStatus status, Instant now) {
        boolean removed = status.cause().equals("device-removed")
                && Restriction.of(tx, lease.key().ref(), now).isPresent();
        return removed
                ? new LinkStatus(status.state(), LinkEnd.EVICTED, LinkEnd.EVICTED_ADVICE, status.until())
                : status;
    }

    private void tell(WriteTx tx, SessionLease lease, LinkStatus status) {
        log(
                tx,
                lease,
                EventName.SESSION_STATE,
                new StateData(
                        status.state().text(),
                        status.cause(),
                        status.advice(),
                        status.until().orElse(null),
                        LinkEnd.of(status).orElse(null)));
        if (status.state() == LinkState.CONNECTED
                || status.state() == LinkState.RECONNECTING
                || status.state().atRest()) {
            audit.note(
                    tx,
                    new AuditEntry(
                            lease.key().tenant(),
                            AuditType.CONNECTION,
                            "system",
                            "session." + status.state().text(),
                            lease.key().id(),
                            status.cause()));
        }
    }

    /// Notes a QR code on display.
    public void offered(WriteTx tx, SessionLease lease, ProviderEvent.QrOffered offer) {
        // Known before it is told, so that who asks for what is shown and who hears of news miss nothing between them.
        tx.afterCommit(() -> host.offered(lease.key(), new QrOffer(offer.text(), offer.expires()), null));
        log(tx, lease, EventName.SESSION_QR, new QrData(offer.text(), offer.expires()));
    }

    /// Notes a pairing code on display.
    public void offered(WriteTx tx, SessionLease lease, ProviderEvent.CodeOffered offer) {
        tx.afterCommit(() -> host.offered(lease.key(), null, new CodeOffer(offer.code(), offer.expires())));
        log(tx, lease, EventName.SESSION_PAIRING_CODE, new CodeData(offer.code(), offer.expires()));
    }

    /// Notes that an account was linked.
    public void linked(WriteTx tx, SessionLease lease, ProviderEvent.Linked link) {
        Account account = new Account(
                link.pn().bare().toString(),
                link.lid().bare().toString(),
                link.pn().user(),
                link.businessName().orElse(null),
                link.platform());
        SessionStore.linked(tx, lease, account);
        SessionStore.want(tx, lease, true, time.instant());
        log(tx, lease, EventName.SESSION_LINKED, new LinkedData(account));
    }

    /// Notes that the keys are gone.
    public void unlinked(WriteTx tx, SessionLease lease) {
        SessionStore.unlinked(tx, lease);
    }

    /// Notes the name the account gave itself.
    public void named(WriteTx tx, SessionLease lease, String name) {
        SessionStore.named(tx, lease, name);
    }

    private void log(WriteTx tx, SessionLease lease, EventName name, Object data) {
        events.append(tx, lease.key().tenant(), lease.key().id(), name, data);
    }
}
