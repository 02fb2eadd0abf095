// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.account;

import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What sessions that are being linked by passkey wait for at this moment. It is worth nothing after a restart, so it
/// is kept in memory only; the event log keeps it sealed.
public final class PasskeyOffers {
    private final EventLog events;
    private final Map<Long, Offer> offers = new ConcurrentHashMap<>();

    public PasskeyOffers(EventLog events) {
        this.events = events;
    }

    /// What is waited for.
    ///
    /// @param step `challenge`, `code` or `failed`
    /// @param options JSON for `navigator.credentials.get`, with `challenge`
    /// @param code shown on both sides, with `code`
    /// @param confirm whether linking waits for a word that the codes agree
    record Offer(
            String step,
            @Nullable String options,
            @Nullable String code,
            boolean confirm,
            @Nullable String reason,
            @Nullable Instant expires) {
        @Override
        public String toString() {
            return "Offer[" + step + "]";
        }
    }

    Optional<Offer> of(long session, Instant now) {
        return Optional.ofNullable(offers.get(session))
                .filter(offer -> offer.expires() == null || offer.expires().isAfter(now));
    }

    public void asked(WriteTx tx, SessionLease lease, ProviderEvent.PasskeyAsked asked) {
        put(tx, lease, new Offer("challenge", asked.options(), null, false, null, asked.expires()));
    }

    public void code(WriteTx tx, SessionLease lease, ProviderEvent.PasskeyCode code) {
        put(tx, lease, new Offer("code", null, code.code(), code.confirm(), null, code.expires()));
    }

    public void failed(WriteTx tx, SessionLease lease, ProviderEvent.PasskeyFailed failed) {
        put(tx, lease, new Offer("failed", null, null, false, failed.reason(), null));
    }

    private void put(WriteTx tx, SessionLease lease, Offer offer) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("step", offer.step());
        if (offer.options() != null) {
            data.put("options", offer.options());
        }
        if (offer.code() != null) {
            data.put("code", offer.code());
            data.put("confirm", offer.confirm());
        }
        if (offer.reason() != null) {
            data.put("reason", offer.reason());
        }
        if (offer.expires() != null) {
            data.put("expiresAt", offer.expires());
        }
        events.append(tx, lease.key().tenant(), lease.key().id(), EventName.SESSION_PASSKEY, data);
        tx.afterCommit(() -> offers.put(lease.key().ref(), offer));
    }

    /// Forgets what a session waited for.
    public void over(SessionLease lease) {
        offers.remove(lease.key().ref());
    }
}
