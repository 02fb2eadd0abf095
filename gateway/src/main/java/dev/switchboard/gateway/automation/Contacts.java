// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What automations ask and say about people.
interface Contacts {
    /// What is known of a person.
    ///
    /// @param suppressed whether they do not want messages they did not ask for
    record Known(Optional<String> name, @Nullable String language, Set<String> tags, boolean suppressed) {
        public Known {
            tags = Set.copyOf(tags);
        }

        @Override
        public String toString() {
            return "Known[]";
        }
    }

    /// @param addresses of one person
    Known known(ReadTx tx, TenantId tenant, List<Jid> addresses);

    void tag(WriteTx tx, TenantId tenant, Jid person, List<String> add, List<String> remove);

    /// The people with a tag.
    List<Jid> tagged(ReadTx tx, TenantId tenant, String tag);

    /// Whether a text is a stop or start word, which is answered elsewhere.
    boolean optsOut(ReadTx tx, TenantId tenant, String text);
}
