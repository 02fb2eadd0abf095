// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.CodeOffer;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a linking page is to show at a moment.
///
/// @param view `qr`, `code`, `working`, `linked`, `rest` (nothing is on display; ask for a new code) or `ended`
/// @param qr an SVG; beside a code too, where both are there
/// @param account the number that was linked, all but its end hidden
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sight(
        String view,
        @Nullable String qr,
        @Nullable String code,
        @Nullable Instant expiresAt,
        @Nullable String account,
        @Nullable String returnUrl) {
    static final Sight ENDED = new Sight("ended", null, null, null, null, null);
    private static final int SHOWN_DIGITS = 4;

    static Sight of(LinkingPage page, Session session, Optional<LiveSession> live, Instant now) {
        if (session.linked()) {
            return new Sight(
                    "linked",
                    null,
                    null,
                    null,
                    session.account().map(account -> hidden(account.phone())).orElse(null),
                    page.returnUrl().orElse(null));
        }
        Optional<CodeOffer> code = live.flatMap(one -> one.code(now));
        Optional<QrOffer> qr = live.flatMap(one -> one.qr(now));
        String svg = qr.map(offer -> QrImage.of(offer.text()).svg()).orElse(null);
        if (code.isPresent()) {
            return new Sight("code", svg, code.get().code(), code.get().expires(), null, null);
        }
        if (qr.isPresent()) {
            return new Sight("qr", svg, null, qr.get().expires(), null, null);
        }
        LinkState state = session.status().state();
        return new Sight(state.atRest() ? "rest" : "working", null, null, null, null, null);
    }

    private static String hidden(String phone) {
        return "•••• " + phone.substring(Math.max(0, phone.length() - SHOWN_DIGITS));
    }

    @Override
    public String toString() {
        return "Sight[" + view + "]";
    }
}
