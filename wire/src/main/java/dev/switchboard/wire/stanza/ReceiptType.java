// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import java.util.Optional;

/// What a receipt says.
public enum ReceiptType {
    /// Delivered, while the client is active.
    DELIVERED(""),
    /// Delivered, while the client's presence is unavailable.
    INACTIVE("inactive"),
    /// A copy of an own message was delivered.
    SENDER("sender"),
    /// Read.
    READ("read"),
    /// Read, told to own devices only.
    READ_SELF("read-self"),
    /// A voice note, video or view-once was played.
    PLAYED("played"),
    /// Played, told to own devices only.
    PLAYED_SELF("played-self"),
    /// A message of the own phone was handled.
    PEER_MESSAGE("peer_msg"),
    /// A piece of history was taken in.
    HISTORY_SYNC("hist_sync"),
    /// The message could not be decrypted: please send again.
    RETRY("retry"),
    /// The same for calls.
    REKEY_RETRY("enc_rekey_retry"),
    /// A media file is gone from the server: please upload again.
    SERVER_ERROR("server-error"),
    /// Posts of a channel were seen.
    VIEW("view");

    private final String wireName;

    ReceiptType(String wireName) {
        this.wireName = wireName;
    }

    /// The attribute's text; empty for [#DELIVERED], which has no attribute.
    public String wireName() {
        return wireName;
    }

    /// Whether the receipt shows that the device holds the message.
    public boolean isDelivery() {
        return switch (this) {
            case DELIVERED, INACTIVE, SENDER, PEER_MESSAGE, HISTORY_SYNC -> true;
            case READ, READ_SELF, PLAYED, PLAYED_SELF, RETRY, REKEY_RETRY, SERVER_ERROR, VIEW -> false;
        };
    }

    /// The type of that text, if it is a known one.
    public static Optional<ReceiptType> of(String text) {
        for (ReceiptType type : values()) {
            if (type.wireName.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
