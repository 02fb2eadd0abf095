// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of calls, and does with them what the session's rule says.
public final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final EventLog events;
    private final SessionHost host;
    private final Sessions sessions;
    private final Messages messages;

    public Calls(EventLog events, SessionHost host, Sessions sessions, Messages messages) {
        this.events = events;
        this.host = host;
        this.sessions = sessions;
        this.messages = messages;
    }

    /// What is done with calls.
    ///
    /// @param reject whether they are turned down
    /// @param message what the caller is then written
    record Rule(boolean reject, Optional<String> message) {
        static final Rule NONE = new Rule(false, Optional.empty());

        @Override
        public String toString() {
            return "Rule[" + reject + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CallData(String id, Address caller, @Nullable Address group, boolean video, boolean missed, Instant at) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndData(
            String id, Address caller, String how, @Nullable String reason, Instant at) {}

    static Rule rule(ReadTx tx, long session) {
        return tx.one(
                        "SELECT reject, message FROM call_rule WHERE session_ref = ?",
                        row -> new Rule(row.flag(1), Optional.ofNullable(row.textOrNull(2))),
                        session)
                .orElse(Rule.NONE);
    }

    static void rule(WriteTx tx, SessionLease lease, Rule rule) {
        tx.update(
                "INSERT INTO call_rule (session_ref, tenant_id, fence, reject, message) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref) DO UPDATE SET reject = excluded.reject, message = excluded.message,"
                        + " fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                rule.reject(),
                rule.message().orElse(null));
    }

    /// Notes a call, and turns it down if the rule says so.
    public void offered(WriteTx tx, SessionLease lease, ProviderEvent.CallOffered call) {
        long session = lease.key().ref();
        Jid caller = canonical(tx, session, call.caller());
        events.append(
                tx,
                lease.key().tenant(),
                lease.key().id(),
                EventName.CALL_OFFERED,
                new CallData(
                        call.id(),
                        AddressBook.shown(tx, session, caller),
                        call.group()
                                .map(group -> AddressBook.shown(tx, session, canonical(tx, session, group)))
                                .orElse(null),
                        call.video(),
                        call.missed(),
                        call.at()));
        Rule rule = rule(tx, session);
        if (rule.reject() && !call.missed()) {
            tx.afterCommit(() -> Thread.ofVirtual().name("call-rule").start(() -> turnDown(lease, call, caller, rule)));
        }
    }

    private void turnDown(SessionLease lease, ProviderEvent.CallOffered call, Jid caller, Rule rule) {
        try {
            host.live(lease.key())
                    .ifPresent(live -> live.link()
                            .account()
                            .rejectCall(call.id(), call.caller().jid()));
            rule.message()
                    .flatMap(text -> sessions.find(
                                    lease.key().tenant(), lease.key().id())
                            .map(session -> messages.send(
                                    new Caller(lease.key().tenant(), "system", Role.OWNER),
                                    session,
                                    new SendCommand(
                                            caller,
                                            text,
                                            Optional.empty(),
                                            Optional.empty(),
                                            Optional.of("call " + call.id())))))
                    .ifPresent(
                            acceptance -> LOG.debug("a call was answered with a message: {}", acceptance.getClass()));
        } catch (RuntimeException e) {
            LOG.warn("a call could not be turned down", e);
        }
    }

    /// Notes the end of a call.
    public void ended(WriteTx tx, SessionLease lease, ProviderEvent.CallEnded call) {
        long session = lease.key().ref();
        events.append(
                tx,
                lease.key().tenant(),
                lease.key().id(),
                EventName.CALL_ENDED,
                new EndData(
                        call.id(),
                        AddressBook.shown(tx, session, canonical(tx, session, call.caller())),
                        call.how(),
                        call.reason().orElse(null),
                        call.at()));
    }

    private static Jid canonical(ReadTx tx, long session, Party party) {
        return party.pn().map(Jid::bare).orElseGet(() -> AddressBook.canonical(tx, session, party.jid()));
    }
}
