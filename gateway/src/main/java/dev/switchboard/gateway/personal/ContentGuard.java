// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.personal;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Keeps contents that must not be kept sealed as long as they are needed. Safe for many threads.
public final class ContentGuard {
    private static final String SEALED = "sealed:";

    /// What sealed texts are like, for queries.
    public static final String LIKE_SEALED = SEALED + "%";

    private final DataPolicies policies;
    private final Vault vault;

    public ContentGuard(DataPolicies policies, Vault vault) {
        this.policies = policies;
        this.vault = vault;
    }

    /// Whether contents of the session's messages are kept.
    public boolean keeps(ReadTx tx, SessionKey session) {
        return policies.contents(tx, session.tenant(), session.id());
    }

    /// The text of a column, sealed for its place if contents are not kept.
    ///
    /// @param place what the row is found by
    public String shut(ReadTx tx, SessionKey session, String table, String place, String text) {
        if (keeps(tx, session)) {
            return text;
        }
        byte[] sealed = vault.seal(cell(session, table, place), text.getBytes(StandardCharsets.UTF_8));
        return SEALED + Base64.getEncoder().encodeToString(sealed);
    }

    /// The text that was given to [#shut], whatever is kept now.
    public String open(SessionKey session, String table, String place, String text) {
        if (!text.startsWith(SEALED)) {
            return text;
        }
        byte[] sealed = Base64.getDecoder().decode(text.substring(SEALED.length()));
        return new String(vault.open(cell(session, table, place), sealed), StandardCharsets.UTF_8);
    }

    /// The text for a session's new place in another installation.
    ///
    /// @param from opens what was sealed there
    /// @param former the session as it was there
    public String moved(Vault from, SessionKey former, SessionKey session, String table, String place, String text) {
        if (!text.startsWith(SEALED)) {
            return text;
        }
        byte[] sealed = Base64.getDecoder().decode(text.substring(SEALED.length()));
        byte[] again = vault.seal(cell(session, table, place), from.open(cell(former, table, place), sealed));
        return SEALED + Base64.getEncoder().encodeToString(again);
    }

    private static Cell cell(SessionKey session, String table, String place) {
        return new Cell(session.tenant().value(), session.ref(), "contents", table, place, "content");
    }
}
