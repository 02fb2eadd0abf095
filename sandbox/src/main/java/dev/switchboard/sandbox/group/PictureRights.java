// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.people.GroupPictures;
import dev.switchboard.wire.jid.Jid;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Who may see and change the picture of a group.
public final class PictureRights implements GroupPictures {

    private final Groups groups;

    /// The rights in all groups.
    public PictureRights(Groups groups) {
        this.groups = groups;
    }

    @Override
    public OptionalInt refusal(Account asker, Jid group, boolean change) {
        Optional<Group> found = groups.find(group);
        if (found.isEmpty()) {
            return OptionalInt.of(Verdicts.NOT_FOUND);
        }
        boolean may = change ? found.get().mayDescribe(asker) : found.get().has(asker);
        return may ? OptionalInt.empty() : OptionalInt.of(Verdicts.FORBIDDEN);
    }

    @Override
    public Collection<Account> members(Jid group) {
        return groups.find(group).map(Group::members).orElse(List.of());
    }
}
