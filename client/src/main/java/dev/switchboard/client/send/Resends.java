// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.stanza.RetryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends another copy of a sent message to single devices: to those that ask since they could not decrypt, and to those
/// the server knows of and we did not.
public final class Resends {

    private static final int LIMIT_PER_MESSAGE = 10;
    private static final int REMEMBERED = 64;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Memory NOTHING_YET = new Memory(0, Optional.empty(), "");
    private static final Logger LOG = LoggerFactory.getLogger(Resends.class);

    private record Requester(String id, Jid device) {
        String name() {
            return device + "/" + id;
        }
    }

    private record Memory(int answered, Optional<PublicKey> baseKey, String latest) {}

    /// A request as it was made: the network may deliver it more than once.
    private record Request(Requester by, Jid address, int count, String mark) {}

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final SessionOpener sessions;
    private final Outbox outbox;
    private final GroupSender groups;
    private final FanOut fanOut;
    private final Map<Requester, Memory> memory = new LinkedHashMap<>(0);

    public Resends(
            Workbench bench, DeviceDirectory directory, SessionOpener sessions, Outbox outbox, GroupSender groups) {
        this.bench = bench;
        this.directory = directory;
        this.sessions = sessions;
        this.outbox = outbox;
        this.groups = groups;
        this.fanOut = new FanOut(bench, directory);
    }

    /// A device could not decrypt a message of ours.
    ///
    /// @param address the device as it calls itself
    /// @param at when the device asked, as the server says: the same count at the same time is the same request
    public void answer(Jid address, RetryRequest request, Optional<Instant> at) {
        Jid device = directory.sessionJid(address);
        Optional<SentMessage> sent = bench.state().sentMessage(request.id());
        Requester requester = new Requester(request.id(), device);
        Memory before = memory.getOrDefault(requester, NOTHING_YET);
        if (sent.isEmpty() || before.answered() >= LIMIT_PER_MESSAGE || !mayHave(sent.get(), device)) {
            LOG.debug("retry request not answered: known={}, answered={}", sent.isPresent(), before.answered());
            return;
        }
        String mark =
                at.map(time -> request.count() + "@" + time.getEpochSecond()).orElse("");
        if (!mark.isEmpty() && (mark.equals(before.latest()) || isAnswered(requester, mark))) {
            LOG.debug("a retry request came again");
            return;
        }
        Optional<PublicKey> baseKey =
                bench.state().session(device.signalAddress()).flatMap(SessionRecord::baseKey);
        remember(requester, new Memory(before.answered() + 1, request.count() == 2 ? baseKey : before.baseKey(), mark));
        Request asked = new Request(requester, address, request.count(), mark);
        if (request.keys().isPresent() && sessions.begin(device, request.keys().get())) {
            sendAsked(asked, sent.get());
        } else if (needsNewSession(device, request, before)) {
            sessions.open(List.of(device), true, answer -> {
                if (answer instanceof Answer.Given<Set<Jid>>(Set<Jid> failed) && failed.isEmpty()) {
                    sendAsked(asked, sent.get());
                }
            });
        } else {
            sendAsked(asked, sent.get());
        }
    }

    /// That it was answered is kept in one commit with the answer: a request that comes again after a crash, since the
    /// server never heard that it was taken in, must not become a second copy.
    private void sendAsked(Request asked, SentMessage sent) {
        send(asked.by().device(), asked.address(), sent, asked.count());
        if (!asked.mark().isEmpty()) {
            bench.state().keep(Shelf.ANSWERED, asked.by().name(), Bytes.utf8(asked.mark()), bench.now());
        }
    }

    private boolean isAnswered(Requester requester, String mark) {
        return bench.state()
                .kept(Shelf.ANSWERED, requester.name())
                .filter(Bytes.utf8(mark)::equals)
                .isPresent();
    }

    /// Forgets requests that the server will not deliver again.
    public void prune() {
        bench.state().discardBefore(Shelf.ANSWERED, bench.now().minus(KEPT));
    }

    /// Only devices of the chat's person and of our own account were ever meant.
    private boolean mayHave(SentMessage sent, Jid device) {
        if (toMany(sent.chat())) {
            return groups.mayHave(sent, device);
        }
        return sent.chat().sameUser(device) || bench.state().account().owns(device);
    }

    private static boolean toMany(Jid chat) {
        return chat.isGroup() || chat.isBroadcast();
    }

    private boolean needsNewSession(Jid device, RetryRequest request, Memory before) {
        Optional<SessionRecord> session = bench.state().session(device.signalAddress());
        if (session.isEmpty() || !session.get().canEncrypt()) {
            return true;
        }
        boolean registeredAnew =
                session.get().remoteRegistrationId().orElse(request.registrationId()) != request.registrationId();
        boolean sameBase = before.baseKey().isPresent()
                && before.baseKey().equals(session.get().baseKey());
        return registeredAnew || (request.count() > 2 && sameBase);
    }

    private void send(Jid device, Jid address, SentMessage sent, int count) {
        if (toMany(sent.chat())) {
            groups.resend(device, address, sent, count);
            return;
        }
        FanOut.Copy copy = new FanOut.Copy(sent.id(), sent.chat(), ContentBuilder.parse(sent.content()));
        outbox.put(fanOut.toOne(device, address, copy, count), Purpose.RESEND, Optional.empty());
    }

    private void remember(Requester requester, Memory now) {
        memory.put(requester, now);
        if (memory.size() > REMEMBERED) {
            memory.remove(memory.keySet().iterator().next());
        }
    }

    /// The server knows of devices that got no copy: learns the lists anew and sends the missing ones theirs.
    public void complete(Outbox.StaleDevices stale) {
        if (toMany(stale.chat())) {
            groups.complete(stale);
            return;
        }
        Account account = bench.state().account();
        Jid self = account.lid().bare();
        Set<Jid> persons = Set.copyOf(
                List.of(stale.chat().bare(), self).stream().distinct().toList());
        directory.lookUp(persons, answer -> {
            if (!(answer instanceof Answer.Given<?>)) {
                persons.forEach(directory::forget);
                return;
            }
            List<Jid> missing = new ArrayList<>();
            for (Jid person : persons) {
                bench.state().devices(person).ifPresent(devices -> missing.addAll(devices.of(person)));
            }
            missing.removeAll(stale.devices());
            bench.state().sentMessage(stale.id()).ifPresent(sent -> sendWhereOpen(missing, sent));
        });
    }

    private void sendWhereOpen(List<Jid> devices, SentMessage sent) {
        List<Jid> closed =
                devices.stream().filter(device -> !sessions.isOpen(device)).toList();
        if (closed.isEmpty()) {
            devices.forEach(device -> send(device, device, sent, 0));
            return;
        }
        sessions.open(closed, false, answer -> {
            if (answer instanceof Answer.Given<Set<Jid>>(Set<Jid> failed)) {
                devices.stream()
                        .filter(device -> !failed.contains(device))
                        .forEach(device -> send(device, device, sent, 0));
            }
        });
    }
}
