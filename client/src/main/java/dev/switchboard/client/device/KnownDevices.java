// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;

/// The devices of a person as last learnt.
///
/// @param ids device numbers, 0 being the phone
/// @param learnt when
public record KnownDevices(List<Integer> ids, Instant learnt) {

    private static final int FORM = 1;

    public KnownDevices {
        ids = ids.stream().distinct().sorted().toList();
    }

    /// The addresses of the devices of this person.
    public List<Jid> of(Jid user) {
        return ids.stream().map(user::withDevice).toList();
    }

    public Bytes encode() {
        return new Packer(FORM).list(ids, Packer::number).instant(learnt).done();
    }

    public static KnownDevices decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new KnownDevices(in.list(Unpacker::number), in.instant());
    }
}
