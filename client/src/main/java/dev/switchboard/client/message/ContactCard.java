// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

/// Somebody's contact card.
///
/// @param name the name to show
/// @param vcard the card in the vCard format
public record ContactCard(String name, String vcard) {
    @Override
    public String toString() {
        return "ContactCard[redacted]";
    }
}
