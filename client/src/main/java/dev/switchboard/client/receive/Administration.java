// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.roster.GroupRegistry;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.GroupRole;
import java.util.Optional;
import java.util.stream.Stream;

/// Who administers a group, as far as the group is known here.
public final class Administration implements ContentReader.Administrators {

    private final GroupRegistry groups;

    public Administration(GroupRegistry groups) {
        this.groups = groups;
    }

    @Override
    public boolean administers(Jid group, Party member) {
        return groups.known(group).stream()
                .flatMap(info -> info.participants().stream())
                .filter(participant -> is(participant, member))
                .anyMatch(participant -> participant.role() != GroupRole.MEMBER);
    }

    private static boolean is(GroupParticipant participant, Party member) {
        return Stream.of(Optional.of(member.jid()), member.pn(), member.lid())
                .flatMap(Optional::stream)
                .anyMatch(participant::is);
    }
}
