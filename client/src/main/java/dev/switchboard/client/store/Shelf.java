// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

/// The shelves on which a companion keeps small facts by name, each for one purpose. A new purpose takes a new shelf
/// and no change of the stores.
public final class Shelf {

    /// Secrets of polls and events, by which votes and answers are opened, with the votes so far.
    public static final String PARENT = "parent";

    /// Secrets of other messages that came in, by which hidden reactions, comments and edits are opened.
    public static final String SECRET = "secret";

    /// Messages that cannot be read and that the own phone is yet to be asked for.
    public static final String UNREAD = "unread";

    /// Files that the own phone was asked to upload again, by message.
    public static final String ASKED_FILE = "asked-file";

    /// The account's contacts, as far as the state of the account told them.
    public static final String CONTACTS = "contacts";

    /// Requests of devices to send a message again that were answered, by device and message.
    public static final String ANSWERED = "answered";

    /// Privacy settings of the account that decide what this device sends, by the network's names.
    public static final String PRIVACY = "privacy";

    private Shelf() {}
}
