// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Where a sealed value is kept. It is authenticated with the value, so that a sealed value works in no other place.
///
/// @param tenant whose key seals it
/// @param session the session it belongs to, which has keys of its own; 0 if it is the tenant's
/// @param purpose what the key is for, so that purposes do not share keys
/// @param table the table
/// @param row the row's key
/// @param column the column
public record Cell(String tenant, long session, String purpose, String table, String row, String column) {

    /// The bytes that go into the seal as associated data; every part is preceded by its length.
    byte[] associatedData(byte[] header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(96);
        for (String part : new String[] {tenant, Long.toString(session), purpose, table, row, column}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            out.write(bytes.length >>> 8);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(header);
        return out.toByteArray();
    }
}
