// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Other people, as far as they let themselves be seen. Each call waits for the network, within a limit of the
/// provider's own.
public interface ProviderPeople {
    /// Who of these numbers (digits) is on WhatsApp.
    Answer<List<Check>> check(List<String> numbers);

    /// Where somebody's, or a group's, picture can be had; empty if there is none to see.
    Answer<Optional<Picture>> picture(Jid whose, boolean small);

    /// What somebody says about themselves; empty if it is not to be seen.
    Answer<Optional<About>> about(Jid person);

    /// A business's page; empty if it has none.
    Answer<Optional<Business>> business(Jid person);

    /// Whom the account has blocked.
    Answer<List<Party>> blocked();

    Answer<Boolean> block(Jid person, boolean on);

    /// Saves a name for somebody in the account's contacts.
    Answer<Boolean> save(Jid person, String fullName, Optional<String> firstName);

    /// Takes somebody out of the account's contacts.
    Answer<Boolean> forget(Jid person);

    /// Asks to hear when somebody comes and goes, as long as the connection lasts.
    void watch(Jid person);

    /// Shows in a chat that the account is typing, recording, or not.
    void show(Jid chat, Activity activity);

    /// What somebody does in a chat.
    enum Activity {
        TYPING,
        RECORDING,
        PAUSED
    }

    /// Whether a number is on WhatsApp.
    record Check(String number, boolean registered, Optional<Party> person, boolean business) {
        @Override
        public String toString() {
            return "Check[" + registered + "]";
        }
    }

    /// A picture at an address of the network's.
    record Picture(String id, URI url) {
        @Override
        public String toString() {
            return "Picture[" + id + "]";
        }
    }

    /// What somebody says about themselves.
    record About(String text, Optional<Instant> since) {
        @Override
        public String toString() {
            return "About[]";
        }
    }

    /// A business's page.
    record Business(
            Optional<String> name,
            Optional<String> description,
            Optional<String> address,
            Optional<String> email,
            List<String> websites,
            List<String> categories) {
        public Business {
            websites = List.copyOf(websites);
            categories = List.copyOf(categories);
        }

        @Override
        public String toString() {
            return "Business[]";
        }
    }
}
