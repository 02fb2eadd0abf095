// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageId;
import dev.switchboard.wire.proto.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sends messages to the own phone alone: requests for what it has and this device lacks.
public final class PhoneRequests {

    private final Workbench bench;
    private final SessionOpener sessions;
    private final Outbox outbox;
    private final FanOut fanOut;

    public PhoneRequests(Workbench bench, DeviceDirectory directory, SessionOpener sessions, Outbox outbox) {
        this.bench = bench;
        this.sessions = sessions;
        this.outbox = outbox;
        this.fanOut = new FanOut(bench, directory);
    }

    /// Sends a request; without connection or keys of the phone it is dropped.
    ///
    /// @return the request's id, which the phone repeats in its answer
    public String send(Message request) {
        String id = MessageId.generate(bench.now(), bench.state().account().pn(), bench.random());
        if (outbox.takes()) {
            send(id, request);
        }
        return id;
    }

    private void send(String id, Message request) {
        Jid phone = bench.state().account().lid().bare();
        if (sessions.isOpen(phone)) {
            put(id, request);
            return;
        }
        sessions.open(List.of(phone), false, answer -> {
            if (answer instanceof Answer.Given<Set<Jid>>(Set<Jid> failed) && failed.isEmpty()) {
                put(id, request);
            }
        });
    }

    private void put(String id, Message request) {
        outbox.put(fanOut.toPhone(id, request), Purpose.PEER, Optional.empty());
    }
}
