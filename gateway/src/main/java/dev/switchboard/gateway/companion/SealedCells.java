// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;

/// Seals and opens the secret columns of one device.
final class SealedCells {
    private final Vault vault;
    private final SessionKey session;

    SealedCells(Vault vault, SessionKey session) {
        this.vault = vault;
        this.session = session;
    }

    byte[] seal(String table, String row, Bytes plain) {
        return vault.seal(cell(table, row), plain.toByteArray());
    }

    Bytes open(String table, String row, byte[] sealed) {
        return Bytes.of(vault.open(cell(table, row), sealed));
    }

    private Cell cell(String table, String row) {
        return new Cell(session.tenant().value(), session.ref(), "device", table, row, "sealed");
    }
}
