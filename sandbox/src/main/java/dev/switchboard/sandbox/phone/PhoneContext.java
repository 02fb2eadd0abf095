// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.Padding;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/// What the parts of one phone share. Lives on the phone's lane.
final class PhoneContext {

    private static final int ID_BYTES = 9;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Person self;
    private final Surroundings surroundings;
    private final TurnBuilder turn = new TurnBuilder();
    private final Counters counters = new Counters(turn);
    private final PhoneSessions sessions;
    private final GroupBook groups = new GroupBook(this);
    private PhoneIdentity identity;

    /// What all phones share.
    ///
    /// @param network the server
    /// @param people everybody
    /// @param clock the time
    /// @param random keys, ids and padding
    /// @param files their way to the media store
    /// @param habits how the phones behave by themselves, by number
    record Surroundings(
            PhoneNetwork network,
            AddressBook people,
            InstantSource clock,
            RandomGenerator random,
            PhoneFiles files,
            ConcurrentMap<String, AutoBehaviour> habits) {}

    PhoneContext(Person self, Surroundings surroundings, PhoneIdentity identity) {
        this.self = self;
        this.surroundings = surroundings;
        this.identity = identity;
        this.sessions = new PhoneSessions(surroundings.random());
    }

    /// The account's number, digits only.
    String number() {
        return self.pn().user();
    }

    Person self() {
        return self;
    }

    /// Whether an address is the phone's own account, whatever the device.
    boolean isSelf(Jid jid) {
        return jid.sameUser(self.pn()) || jid.sameUser(self.lid());
    }

    /// Whether a device of the own account is this phone.
    boolean isThisPhone(int device) {
        return device == 0 && !self.companions().contains(0);
    }

    PhoneNetwork network() {
        return surroundings.network();
    }

    AddressBook people() {
        return surroundings.people();
    }

    PhoneFiles files() {
        return surroundings.files();
    }

    RandomGenerator random() {
        return surroundings.random();
    }

    /// How the phones behave by themselves, by number.
    ConcurrentMap<String, AutoBehaviour> habits() {
        return surroundings.habits();
    }

    /// Epoch milliseconds.
    long now() {
        return surroundings.clock().millis();
    }

    TurnBuilder turn() {
        return turn;
    }

    Counters counters() {
        return counters;
    }

    PhoneSessions sessions() {
        return sessions;
    }

    GroupBook groups() {
        return groups;
    }

    PhoneIdentity identity() {
        return identity;
    }

    void replaceIdentity(PhoneIdentity replacement) {
        identity = replacement;
    }

    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random().nextBytes(bytes);
        return bytes;
    }

    /// A message id such as phones make.
    String newMessageId() {
        return "3A" + HEX.formatHex(randomBytes(ID_BYTES));
    }

    /// Content with the padding that every encrypted message has.
    Bytes padded(Bytes content) {
        return Bytes.copyOf(Padding.pad(content.toByteArray(), random()));
    }

    /// Ends the step so far: what changed is saved and sent as one.
    void submit() {
        sessions.save(turn);
        if (!turn.isEmpty()) {
            network().submit(number(), turn.take());
        }
    }
}
