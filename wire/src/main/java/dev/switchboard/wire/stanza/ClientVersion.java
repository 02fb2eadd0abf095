// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.Sha;
import java.nio.charset.StandardCharsets;

/// The version of the web client that a companion claims to be, such as 2.3000.1043857760.
public record ClientVersion(int primary, int secondary, int tertiary) implements Comparable<ClientVersion> {

    /// Reads three numbers with dots between.
    ///
    /// @throws MalformedMessage if it is anything else
    public static ClientVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new MalformedMessage("client version: " + parts.length + " parts (expected: 3)");
        }
        try {
            return new ClientVersion(
                    Integer.parseUnsignedInt(parts[0]),
                    Integer.parseUnsignedInt(parts[1]),
                    Integer.parseUnsignedInt(parts[2]));
        } catch (NumberFormatException e) {
            throw new MalformedMessage("client version: not numbers (expected: such as 2.3000.1)", e);
        }
    }

    /// The digest of the version that a registration carries.
    public Bytes buildHash() {
        return Bytes.copyOf(Sha.md5(toString().getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public int compareTo(ClientVersion other) {
        int byPrimary = Integer.compareUnsigned(primary, other.primary);
        int bySecondary = Integer.compareUnsigned(secondary, other.secondary);
        if (byPrimary != 0) {
            return byPrimary;
        }
        return bySecondary != 0 ? bySecondary : Integer.compareUnsigned(tertiary, other.tertiary);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(primary)
                + "."
                + Integer.toUnsignedString(secondary)
                + "."
                + Integer.toUnsignedString(tertiary);
    }
}
