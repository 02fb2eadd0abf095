// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;

/// The devices of a person as last learnt.
///
/// @param ids device numbers, 0 being the phone; none if the list has to be learnt anew
/// @param learnt when
/// @param identities how many changes of the person's identity are known
public record KnownDevices(List<Integer> ids, Instant learnt, int identities) {

    private static final int FIRST_FORM = 1;
    private static final int FORM = 2;

    public KnownDevices {
        ids = ids.stream().distinct().sorted().toList();
    }

    /// The devices of a person whose identity never changed as far as is known.
    public KnownDevices(List<Integer> ids, Instant learnt) {
        this(ids, learnt, 0);
    }

    /// The same after another change of the identity.
    public KnownDevices withIdentityChanged() {
        return new KnownDevices(ids, learnt, identities + 1);
    }

    /// What is left when the list is out of date.
    public KnownDevices forgotten() {
        return new KnownDevices(List.of(), learnt, identities);
    }

    /// Whether there is a list to go by.
    public boolean complete() {
        return !ids.isEmpty();
    }

    /// The addresses of the devices of this person.
    public List<Jid> of(Jid user) {
        return ids.stream().map(user::withDevice).toList();
    }

    public Bytes encode() {
        return new Packer(FORM)
                .list(ids, Packer::number)
                .instant(learnt)
                .number(identities)
                .done();
    }

    public static KnownDevices decode(Bytes record) {
        boolean first = !record.isEmpty() && record.at(0) == FIRST_FORM;
        Unpacker in = new Unpacker(record, first ? FIRST_FORM : FORM);
        return new KnownDevices(in.list(Unpacker::number), in.instant(), first ? 0 : in.number());
    }
}
