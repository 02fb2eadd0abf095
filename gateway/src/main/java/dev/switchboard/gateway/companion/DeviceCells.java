// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The places of a device's sealed values, told from the rows they are in, for whoever moves a device to another
/// installation and has to seal them for their new places.
public final class DeviceCells {
    private static final Map<String, Function<Columns, String>> ROWS = Map.ofEntries(
            Map.entry(DeviceChanges.CREDENTIALS, _ -> ""),
            Map.entry(DeviceChanges.SIGNAL_SESSION, row -> address(row).toString()),
            Map.entry(DeviceChanges.PRE_KEY, row -> row.text("id")),
            Map.entry(
                    DeviceChanges.SENDER_KEY,
                    row -> DeviceChanges.senderKeyRow(Jid.parse(row.text("group_jid")), address(row))),
            Map.entry(DeviceChanges.GROUP, row -> row.text("jid")),
            Map.entry(
                    DeviceChanges.SYNC_KEY,
                    row -> Bytes.of((byte[]) row.value("id")).hex()),
            Map.entry(DeviceChanges.OUTGOING, row -> row.text("sequence")),
            Map.entry(DeviceChanges.SENT_MESSAGE, row -> row.text("id")),
            Map.entry(
                    DeviceChanges.UNDECRYPTED,
                    row -> DeviceChanges.undecryptedRow(Jid.parse(row.text("sender")), row.text("id"))),
            Map.entry(DeviceChanges.PRIVACY_TOKEN, row -> row.text("jid")),
            Map.entry(DeviceChanges.SHELF, row -> DeviceChanges.shelfRow(row.text("shelf"), row.text("name"))),
            Map.entry(DeviceChanges.PENDING_HISTORY, row -> row.text("id")));

    private DeviceCells() {}

    /// A row's values by the names of their columns.
    @FunctionalInterface
    public interface Columns {
        Object value(String column);

        /// The value as text.
        default String text(String column) {
            return value(column).toString();
        }
    }

    /// The place of what the row's column `sealed` has; empty for tables that are not a device's.
    public static Optional<Cell> cell(String tenant, long session, String table, Columns row) {
        return Optional.ofNullable(ROWS.get(table))
                .map(name -> new Cell(tenant, session, "device", table, name.apply(row), "sealed"));
    }

    private static SignalAddress address(Columns row) {
        return new SignalAddress(row.text("name"), Integer.parseInt(row.text("device")));
    }
}
