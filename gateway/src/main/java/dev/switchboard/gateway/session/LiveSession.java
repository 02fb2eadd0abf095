// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.SessionLease;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A session whose link lives in this process. It holds next to nothing, since thousands of them idle.
public final class LiveSession {
    private final SessionLease lease;
    private final ProviderLink link;
    private final ReentrantLock commands = new ReentrantLock();
    private volatile LinkState state;
    private volatile @Nullable QrOffer qr;
    private volatile @Nullable CodeOffer code;
    private volatile @Nullable String codePhone;

    LiveSession(SessionLease lease, ProviderLink link, LinkState state) {
        this.lease = lease;
        this.link = link;
        this.state = state;
    }

    public SessionLease lease() {
        return lease;
    }

    public ProviderLink link() {
        return link;
    }

    public LinkState state() {
        return state;
    }

    /// The QR code to be shown, if there is a valid one.
    public Optional<QrOffer> qr(Instant now) {
        return Optional.ofNullable(qr).filter(offer -> offer.expires().isAfter(now));
    }

    /// The pairing code to be typed, if there is a valid one.
    public Optional<CodeOffer> code(Instant now) {
        return Optional.ofNullable(code).filter(offer -> offer.expires().isAfter(now));
    }

    /// The same, if it is for this phone.
    public Optional<CodeOffer> codeFor(String phone, Instant now) {
        return code(now).filter(_ -> phone.equals(codePhone));
    }

    /// Notes for which phone a code is asked for.
    public void askedFor(String phone) {
        codePhone = phone;
    }

    /// Held while a command changes the link's life.
    ReentrantLock commands() {
        return commands;
    }

    void offer(QrOffer offer) {
        qr = offer;
    }

    void offer(CodeOffer offer) {
        code = offer;
    }

    void enter(LinkState next) {
        state = next;
        boolean awaited = next == LinkState.AWAITING_SCAN || next == LinkState.AWAITING_CODE;
        if (!awaited) {
            qr = null;
        }
        if (!awaited && next != LinkState.PAIRING) { // a wrong code was typed, perhaps: it can be tried again
            code = null;
        }
    }
}
