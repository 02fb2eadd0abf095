// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.address;

import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// Which hidden id belongs to which number, as each session has learnt it.
public final class AddressBook {
    private AddressBook() {}

    /// Notes a pair; it replaces older pairs with either half. The answer says whether it is news.
    public static boolean learn(WriteTx tx, SessionLease lease, Jid pn, Jid lid) {
        long session = lease.key().ref();
        String number = pn.bare().toString();
        String hidden = lid.bare().toString();
        long known = tx.number(
                "SELECT count(*) FROM lid_mapping WHERE session_ref = ? AND pn = ? AND lid = ?",
                session,
                number,
                hidden);
        if (known > 0) {
            return false;
        }
        tx.update("DELETE FROM lid_mapping WHERE session_ref = ? AND (pn = ? OR lid = ?)", session, number, hidden);
        tx.update(
                "INSERT INTO lid_mapping (session_ref, tenant_id, fence, pn, lid) VALUES (?, ?, ?, ?, ?)",
                session,
                lease.key().tenant().value(),
                lease.fence(),
                number,
                hidden);
        return true;
    }

    public static Optional<Jid> lidOf(ReadTx tx, long session, Jid pn) {
        return tx.one(
                "SELECT lid FROM lid_mapping WHERE session_ref = ? AND pn = ?",
                row -> Jid.parse(row.text(1)),
                session,
                pn.bare().toString());
    }

    public static Optional<Jid> pnOf(ReadTx tx, long session, Jid lid) {
        return tx.one(
                "SELECT pn FROM lid_mapping WHERE session_ref = ? AND lid = ?",
                row -> Jid.parse(row.text(1)),
                session,
                lid.bare().toString());
    }

    /// The address under which a chat is kept: by number where that is known.
    public static Jid canonical(ReadTx tx, long session, Jid jid) {
        return jid.isLid() ? pnOf(tx, session, jid).orElse(jid.bare()) : jid.bare();
    }

    /// A kept address with its aliases, as the API shows it.
    public static Address shown(ReadTx tx, long session, Jid canonical) {
        return Address.of(canonical, canonical.isPn() ? lidOf(tx, session, canonical) : Optional.empty());
    }
}
