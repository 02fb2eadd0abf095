// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes known of people: their addresses and profiles, and who may do what.
public sealed interface PersonEvent extends ClientEvent.Topic {

    /// A phone number and a hidden id turned out to be the same person: what is known under either belongs together.
    record AddressesMerged(Party person) implements PersonEvent {}

    /// A person has another phone number.
    record NumberChanged(Party person, Jid oldPn, Jid newPn) implements PersonEvent {
        @Override
        public String toString() {
            return "NumberChanged[redacted]";
        }
    }

    /// A person, or with `self` this account, has a new about text.
    ///
    /// @param about the text; empty where it has to be asked for
    record AboutChanged(Party person, boolean self, Optional<String> about) implements PersonEvent {
        @Override
        public String toString() {
            return "AboutChanged[self=" + self + "]";
        }
    }

    /// A person, a group, or with `self` this account, has a new picture.
    ///
    /// @param id the picture's id; empty if it was removed
    /// @param author who changed it, where told
    record PictureChanged(Party owner, boolean self, Optional<String> id, Optional<Party> author)
            implements PersonEvent {}

    /// The details of a business, or its verified name, changed and can be asked for.
    record BusinessChanged(Party business) implements PersonEvent {}

    /// People were blocked or unblocked.
    ///
    /// @param blocked who is blocked now and was not, or with `whole` everybody who is
    /// @param unblocked who is no longer blocked
    /// @param whole whether this is the whole list
    record BlocklistChanged(List<Party> blocked, List<Party> unblocked, boolean whole) implements PersonEvent {
        public BlocklistChanged {
            blocked = List.copyOf(blocked);
            unblocked = List.copyOf(unblocked);
        }
    }

    /// Privacy settings are now like this; those not named are as before.
    record PrivacyChanged(Map<String, String> settings) implements PersonEvent {
        public PrivacyChanged {
            settings = Map.copyOf(settings);
        }
    }

    /// A person, or with `self` this account, has another default for how long messages of new chats last.
    ///
    /// @param timer zero if they last for good
    record DefaultTimerChanged(Party person, boolean self, Duration timer) implements PersonEvent {}

    /// A person has given this account a token that entitles to write to them and to see their profile.
    record TrustGiven(Party person, Instant at) implements PersonEvent {}

    /// The server holds the account back from people it has not written with: new chats fail until then.
    ///
    /// @param until where the server tells
    record ColdChatsRestricted(boolean restricted, Optional<Instant> until) implements PersonEvent {}
}
