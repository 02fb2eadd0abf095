// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

/// The shelves on which a companion keeps small facts by name, each for one purpose. A new purpose takes a new shelf,
/// and
/// no change of the stores.
public final class Shelf {

    /// Secrets of messages, by which votes, answers and other hidden add-ons are opened, with the votes of polls.
    public static final String PARENT = "parent";

    /// Files that the own phone was asked to upload again, by message.
    public static final String ASKED_FILE = "asked-file";

    /// The account's contacts, as far as the state of the account told them.
    public static final String CONTACTS = "contacts";

    private Shelf() {}
}
