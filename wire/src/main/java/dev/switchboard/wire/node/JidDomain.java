// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.jid.JidServer;

/// The domain type byte of a device address.
final class JidDomain {

    private static final int PN = 0;
    private static final int LID = 1;
    private static final int HOSTED = 128;
    private static final int HOSTED_LID = 129;

    private JidDomain() {}

    /// The byte for a server; only servers that name devices in one byte have one.
    static int of(JidServer server) {
        return switch (server) {
            case PN -> PN;
            case LID -> LID;
            case HOSTED -> HOSTED;
            case HOSTED_LID -> HOSTED_LID;
            case GROUP, BROADCAST, NEWSLETTER, BOT, CALL, LEGACY, MSGR, INTEROP ->
                throw new IllegalArgumentException(
                        "server: " + server.domain() + " (expected: one with a domain type)");
        };
    }

    /// The server a byte names. Bytes without a meaning of their own are read as WhatsApp Web does: even
    /// ones from 128 on are hosted, all others phone numbers.
    static JidServer server(int domain) {
        return switch (domain) {
            case PN -> JidServer.PN;
            case LID -> JidServer.LID;
            case HOSTED_LID -> JidServer.HOSTED_LID;
            default -> (domain & 0x81) == HOSTED ? JidServer.HOSTED : JidServer.PN;
        };
    }
}
