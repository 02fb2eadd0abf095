// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.jid.Jid;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/// What pictures of groups need to know of groups.
public interface GroupPictures {

    /// There are no groups.
    GroupPictures NONE = new GroupPictures() {
        @Override
        public OptionalInt refusal(Account asker, Jid group, boolean change) {
            return OptionalInt.of(404);
        }

        @Override
        public Collection<Account> members(Jid group) {
            return List.of();
        }
    };

    /// Why an account may not see or change a group's picture: 403, or 404 for no such group.
    OptionalInt refusal(Account asker, Jid group, boolean change);

    /// Who hears of a change.
    Collection<Account> members(Jid group);
}
