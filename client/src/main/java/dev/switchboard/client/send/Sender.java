// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the owner's messages to persons: finds the devices, opens sessions, encrypts a copy for each, and hands the
/// stanza to the [Outbox]. Messages of one chat keep their order; chats do not wait for each other.
public final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /// One message on its way to a finished stanza.
    private static final class Job {
        final OutgoingMessage message;
        final Set<Jid> lookedUp = new HashSet<>();
        final Set<Jid> unreachable = new HashSet<>();

        Job(OutgoingMessage message) {
            this.message = message;
        }
    }

    /// What a message still lacks.
    private sealed interface Need {
        record Persons(Set<Jid> persons) implements Need {}

        record Sessions(List<Jid> devices) implements Need {}

        record Nothing(Jid chat, FanOut.Audience audience) implements Need {}

        record Impossible(SendFailure.Kind why) implements Need {}
    }

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final SessionOpener sessions;
    private final Outbox outbox;
    private final Parents parents;
    private final ContentBuilder content;
    private final FanOut fanOut;
    private final Map<Jid, ArrayDeque<Job>> waiting = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    public Sender(Workbench bench, DeviceDirectory directory, SessionOpener sessions, Outbox outbox, Parents parents) {
        this.bench = bench;
        this.directory = directory;
        this.sessions = sessions;
        this.outbox = outbox;
        this.parents = parents;
        this.content = new ContentBuilder(bench, parents);
        this.fanOut = new FanOut(bench, directory);
    }

    /// Takes a message over.
    public void send(OutgoingMessage message, Reply<SendOutcome> reply) {
        String id = message.id();
        if (!outbox.takes()) {
            bench.afterCommit(() -> reply.complete(new SendOutcome.NotConnected(id)));
            return;
        }
        if (taken.contains(id) || bench.state().sentMessage(id).isPresent()) {
            bench.afterCommit(() -> reply.complete(new SendOutcome.AlreadyTaken(id)));
            return;
        }
        outbox.expect(id, reply);
        Jid chat = message.to().normalized();
        if (!chat.isPn() && !chat.isLid()) {
            outbox.fail(id, chat, SendFailure.of(SendFailure.Kind.UNSUPPORTED_CHAT));
            return;
        }
        Jid lane = lane(chat);
        ArrayDeque<Job> ahead = waiting.get(lane);
        Job job = new Job(message);
        if (ahead != null) {
            taken.add(id);
            ahead.add(job);
        } else if (!step(lane, job)) {
            taken.add(id);
            waiting.computeIfAbsent(lane, _ -> new ArrayDeque<>()).addFirst(job);
        }
    }

    /// Messages to one person wait in one lane, also while their hidden id becomes known.
    private Jid lane(Jid chat) {
        Optional<Jid> pn = chat.isPn() ? Optional.of(chat) : bench.state().pnOf(chat);
        return pn.filter(waiting::containsKey).or(() -> directory.lid(chat)).orElse(chat);
    }

    /// The connection ended: nothing that waits here has left a trace, so the owner may hand it over again.
    public void suspend() {
        List<Job> dropped = new ArrayList<>();
        waiting.values().forEach(dropped::addAll);
        waiting.clear();
        taken.clear();
        dropped.forEach(job -> outbox.complete(new SendOutcome.NotConnected(job.message.id()), job.message.id()));
    }

    /// Goes on with a lane after an answer.
    private void advance(Jid lane) {
        ArrayDeque<Job> ahead = waiting.get(lane);
        while (ahead != null && !ahead.isEmpty()) {
            if (!step(lane, ahead.peekFirst())) {
                return;
            }
            taken.remove(ahead.removeFirst().message.id());
        }
        waiting.remove(lane);
    }

    /// Brings a message as far as possible; true if it is done with, false if an answer is awaited. A message that
    /// cannot be handled must not hold up those behind it.
    private boolean step(Jid lane, Job job) {
        try {
            List<Boolean> done = new ArrayList<>(1);
            bench.attempt(() -> done.add(tryStep(lane, job)));
            return done.getFirst();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a message could not be handled", e);
            outbox.fail(job.message.id(), job.message.to(), SendFailure.of(SendFailure.Kind.INTERNAL));
            return true;
        }
    }

    private boolean tryStep(Jid lane, Job job) {
        return switch (need(job)) {
            case Need.Nothing(Jid chat, FanOut.Audience audience) -> {
                finish(job.message, chat, audience);
                yield true;
            }
            case Need.Impossible(SendFailure.Kind why) -> {
                outbox.fail(job.message.id(), job.message.to(), SendFailure.of(why));
                yield true;
            }
            case Need.Persons(Set<Jid> persons) -> {
                job.lookedUp.addAll(persons);
                directory.lookUp(persons, answer -> lookedUp(lane, job, answer));
                yield false;
            }
            case Need.Sessions(List<Jid> devices) -> {
                sessions.open(devices, false, answer -> opened(lane, job, devices, answer));
                yield false;
            }
        };
    }

    private Need need(Job job) {
        Jid person = job.message.to().normalized();
        Account account = bench.state().account();
        Optional<Jid> lid = account.owns(person) ? Optional.of(account.lid().bare()) : directory.lid(person);
        if (lid.isEmpty() && job.lookedUp.contains(person)) {
            return new Need.Impossible(SendFailure.Kind.NO_LID);
        }
        Set<Jid> unknown = new HashSet<>();
        if (lid.isEmpty()) {
            unknown.add(person);
        } else if (bench.state().devices(lid.get()).isEmpty()) {
            unknown.add(lid.get());
        }
        Jid self = account.lid().bare();
        if (bench.state().devices(self).isEmpty()) {
            unknown.add(self);
        }
        if (!unknown.isEmpty()) {
            boolean asked = job.lookedUp.containsAll(unknown);
            return asked ? new Need.Impossible(SendFailure.Kind.LOOKUP_FAILED) : new Need.Persons(unknown);
        }
        return devicesNeed(job, lid.orElseThrow(), account);
    }

    private Need devicesNeed(Job job, Jid chat, Account account) {
        Jid self = account.lid().bare();
        List<Jid> own = devices(self, job);
        own.remove(account.lid());
        List<Jid> recipients = chat.equals(self) ? new ArrayList<>() : devices(chat, job);
        List<Jid> all = new ArrayList<>(recipients);
        all.addAll(own);
        bench.state().loadSessions(all.stream().map(Jid::signalAddress).toList());
        List<Jid> closed =
                all.stream().filter(device -> !sessions.isOpen(device)).toList();
        if (!closed.isEmpty()) {
            return new Need.Sessions(closed);
        }
        boolean nobody = chat.equals(self) ? own.isEmpty() : recipients.isEmpty();
        return nobody
                ? new Need.Impossible(SendFailure.Kind.NO_DEVICES)
                : new Need.Nothing(chat, new FanOut.Audience(recipients, own));
    }

    private List<Jid> devices(Jid lid, Job job) {
        List<Jid> devices = new ArrayList<>(
                bench.state().devices(lid).map(known -> known.of(lid)).orElse(List.of()));
        devices.removeAll(job.unreachable);
        return devices;
    }

    private void lookedUp(Jid lane, Job job, Answer<Map<Jid, DeviceDirectory.Finding>> answer) {
        Jid person = job.message.to().normalized();
        switch (answer) {
            case Answer.Given<Map<Jid, DeviceDirectory.Finding>>(var findings) -> {
                Optional<Jid> lid = directory.lid(person);
                if (findings.get(person) == DeviceDirectory.Finding.UNKNOWN_USER
                        || (lid.isPresent() && findings.get(lid.get()) == DeviceDirectory.Finding.UNKNOWN_USER)) {
                    giveUp(lane, job, SendFailure.Kind.NOT_ON_WHATSAPP);
                    return;
                }
            }
            case Answer.Refused<Map<Jid, DeviceDirectory.Finding>> _,
                    Answer.TimedOut<Map<Jid, DeviceDirectory.Finding>> _ -> {
                giveUp(lane, job, SendFailure.Kind.LOOKUP_FAILED);
                return;
            }
            case Answer.NotConnected<Map<Jid, DeviceDirectory.Finding>> _ -> {
                return;
            }
        }
        advance(lane);
    }

    private void opened(Jid lane, Job job, List<Jid> devices, Answer<Set<Jid>> answer) {
        switch (answer) {
            case Answer.Given<Set<Jid>>(Set<Jid> failed) -> job.unreachable.addAll(failed);
            case Answer.Refused<Set<Jid>> _, Answer.TimedOut<Set<Jid>> _ -> job.unreachable.addAll(devices);
            case Answer.NotConnected<Set<Jid>> _ -> {
                return;
            }
        }
        advance(lane);
    }

    private void giveUp(Jid lane, Job job, SendFailure.Kind why) {
        ArrayDeque<Job> ahead = waiting.get(lane);
        if (ahead != null && ahead.remove(job)) {
            taken.remove(job.message.id());
            outbox.fail(job.message.id(), job.message.to(), SendFailure.of(why));
        }
        advance(lane);
    }

    private void finish(OutgoingMessage message, Jid chat, FanOut.Audience audience) {
        Message plain;
        try {
            plain = content.build(chat, message);
            StanzaTraits.of(plain);
        } catch (WireException e) {
            outbox.fail(message.id(), chat, SendFailure.of(SendFailure.Kind.INVALID_CONTENT));
            return;
        } catch (Unsendable e) {
            outbox.fail(message.id(), chat, SendFailure.of(e.kind()));
            return;
        }
        parents.keepSent(chat, message.id(), plain);
        FanOut.Finished finished = fanOut.toAll(chat, message.id(), plain, audience);
        bench.state().putSentMessage(new SentMessage(message.id(), chat, ContentBuilder.bytes(plain), bench.now()));
        outbox.tell(message.id(), chat, MessageStatus.PENDING, bench.now(), Optional.empty());
        outbox.put(finished.stanza(), Purpose.MESSAGE, Optional.of(finished.envelope()));
    }
}
