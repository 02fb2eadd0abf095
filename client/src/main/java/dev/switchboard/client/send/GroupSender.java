// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.device.KnownDevices;
import dev.switchboard.client.device.SenderKeyHolders;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.roster.GroupRegistry;
import dev.switchboard.client.send.CrowdFinder.Target;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.GroupInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the owner's messages to groups and to the status list: finds out who is meant and which devices they have,
/// hands the sender key to those that lack it, and gives the stanza to the [Outbox].
public final class GroupSender implements Outbox.Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSender.class);

    /// So many people are asked for with one question.
    private static final int LOOK_UP_AT_ONCE = 256;

    /// So many messages at most are remembered as sent anew.
    private static final int REMEMBERED = 64;

    /// One message on its way to a finished stanza.
    private static final class Job {
        final String id;
        final Target target;
        /// What to say; none for a message that is stored and sent anew.
        final Optional<OutgoingMessage> message;

        final Set<Jid> lookedUp = new HashSet<>();
        final Set<Jid> unreachable = new HashSet<>();

        Job(String id, Target target, Optional<OutgoingMessage> message) {
            this.id = id;
            this.target = target;
            this.message = message;
        }
    }

    /// What a message still lacks.
    private sealed interface Need {
        record TheGroup() implements Need {}

        record Persons(Set<Jid> persons) implements Need {}

        record Sessions(List<Jid> devices) implements Need {}

        record Nothing(Crowd crowd, Crowd.Devices devices, Optional<SenderKeyHolders> holders, List<Jid> lacking)
                implements Need {}

        record Impossible(SendFailure.Kind why) implements Need {}
    }

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final SessionOpener sessions;
    private final Outbox outbox;
    private final GroupRegistry groups;
    private final Parents parents;
    private final ContentBuilder content;
    private final CrowdFinder crowds;
    private final SenderKeys keys;
    private final CrowdFanOut fanOut;
    private final Lanes<Job> lanes = new Lanes<>(this::step);
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Jid> sentAnew = new LinkedHashMap<>();
    private final DeadDevices dead;
    private final Rosters rosters;

    public GroupSender(
            Workbench bench,
            DeviceDirectory directory,
            SessionOpener sessions,
            Outbox outbox,
            GroupRegistry groups,
            Parents parents) {
        this.bench = bench;
        this.directory = directory;
        this.sessions = sessions;
        this.outbox = outbox;
        this.groups = groups;
        this.parents = parents;
        this.content = new ContentBuilder(bench, parents);
        this.crowds = new CrowdFinder(bench, directory, groups);
        this.keys = new SenderKeys(bench);
        this.fanOut = new CrowdFanOut(bench, keys);
        this.dead = new DeadDevices(bench);
        this.rosters = new Rosters(bench);
    }

    /// Takes a message to a group over.
    public void send(OutgoingMessage message, Reply<SendOutcome> reply) {
        take(message, new Target.OfGroup(message.to()), reply);
    }

    /// Takes a status over.
    ///
    /// @param people who shall see it
    /// @param setting what the server is told of the choice
    public void post(
            OutgoingMessage message, Collection<Jid> people, Optional<String> setting, Reply<SendOutcome> reply) {
        take(message, new Target.OfStatus(List.copyOf(people), setting), reply);
    }

    /// Takes a reaction to a status over, which its author alone gets.
    public void react(OutgoingMessage message, OutgoingContent.Reaction reaction, Reply<SendOutcome> reply) {
        take(message, new Target.OfAuthor(reaction.target()), reply);
    }

    private void take(OutgoingMessage message, Target target, Reply<SendOutcome> reply) {
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
        taken.add(id);
        lanes.add(target.chat(), new Job(id, target, Optional.of(message)));
    }

    /// The connection ended: nothing that waits here has left a trace, so the owner may hand it over again.
    public void suspend() {
        taken.clear();
        sentAnew.clear();
        // What is sent anew is stored, and goes on with the next connection.
        lanes.drain().stream()
                .filter(job -> job.message.isPresent())
                .forEach(job -> outbox.complete(new SendOutcome.NotConnected(job.id), job.id));
    }

    // Step by step

    private boolean step(Jid lane, Job job) {
        try {
            List<Boolean> done = new ArrayList<>(1);
            bench.attempt(() -> done.add(tryStep(lane, job)));
            boolean finished = done.getFirst();
            if (finished) {
                taken.remove(job.id);
            }
            return finished;
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a message could not be handled", e);
            fail(job, SendFailure.Kind.INTERNAL);
            return true;
        }
    }

    private void fail(Job job, SendFailure.Kind why) {
        taken.remove(job.id);
        if (job.message.isEmpty()) {
            // It was sent once and refused: nothing may keep it from being handed over again.
            bench.state().removeSentMessage(job.id);
        }
        outbox.fail(job.id, job.target.chat(), SendFailure.of(why));
    }

    private boolean tryStep(Jid lane, Job job) {
        return switch (need(job)) {
            case Need.Nothing(Crowd crowd, Crowd.Devices devices, var holders, List<Jid> lacking) -> {
                finish(job, crowd, devices, holders, lacking);
                yield true;
            }
            case Need.Impossible(SendFailure.Kind why) -> {
                fail(job, why);
                yield true;
            }
            case Need.TheGroup() -> {
                crowds.ask(lane, answer -> groupTold(lane, job, answer));
                yield false;
            }
            case Need.Persons(Set<Jid> persons) -> {
                job.lookedUp.addAll(persons);
                directory.lookUp(persons, answer -> goOn(lane, job, answer));
                yield false;
            }
            case Need.Sessions(List<Jid> devices) -> {
                sessions.openMany(devices, failed -> {
                    job.unreachable.addAll(failed);
                    dead.add(failed);
                    lanes.advance(lane);
                });
                yield false;
            }
        };
    }

    private void groupTold(Jid lane, Job job, Answer<GroupInfo> answer) {
        switch (answer) {
            case Answer.Given<GroupInfo> _ -> lanes.advance(lane);
            case Answer.Refused<GroupInfo> _, Answer.TimedOut<GroupInfo> _ ->
                giveUp(lane, job, CrowdFinder.failure(answer));
            case Answer.NotConnected<GroupInfo> _ -> {}
        }
    }

    private void goOn(Jid lane, Job job, Answer<?> answer) {
        switch (answer) {
            case Answer.Given<?> _ -> lanes.advance(lane);
            case Answer.Refused<?> _, Answer.TimedOut<?> _ -> giveUp(lane, job, SendFailure.Kind.LOOKUP_FAILED);
            case Answer.NotConnected<?> _ -> {}
        }
    }

    private void giveUp(Jid lane, Job job, SendFailure.Kind why) {
        fail(job, why);
        lanes.drop(lane, job);
    }

    private Need need(Job job) {
        Optional<Rosters.Roster> ready = groups.known(job.target.chat()).flatMap(rosters::find);
        if (ready.isPresent()) {
            return devicesNeed(job, ready.get().crowd(), ready.get().devices());
        }
        Optional<CrowdFinder.Found> found = crowds.find(job.target);
        if (found.isEmpty()) {
            return new Need.TheGroup();
        }
        Crowd crowd = found.get().crowd();
        Map<Jid, KnownDevices> known = bench.state().devices(crowd.people().keySet());
        Set<Jid> unknown = unknown(job, found.get(), known);
        if (!unknown.isEmpty()) {
            return new Need.Persons(unknown);
        }
        Crowd.Devices devices = crowd.devices(known, bench.state().account().lid());
        if (found.get().unknown().isEmpty() && known.size() == crowd.people().size()) {
            groups.known(crowd.chat()).ifPresent(info -> rosters.keep(info, crowd, devices));
        }
        return devicesNeed(job, crowd, devices);
    }

    /// Whose hidden ids or devices are still to be asked for, as many as one question may name.
    private static Set<Jid> unknown(Job job, CrowdFinder.Found found, Map<Jid, KnownDevices> known) {
        Set<Jid> unknown = new HashSet<>();
        List<Jid> candidates = new ArrayList<>(found.unknown());
        candidates.addAll(found.crowd().people().keySet());
        for (Jid person : candidates) {
            if (!known.containsKey(person) && !job.lookedUp.contains(person) && unknown.size() < LOOK_UP_AT_ONCE) {
                unknown.add(person);
            }
        }
        return unknown;
    }

    private Need devicesNeed(Job job, Crowd crowd, Crowd.Devices devices) {
        if (job.target instanceof Target.OfStatus(var people, var _) && people.isEmpty()) {
            return new Need.Impossible(SendFailure.Kind.NO_AUDIENCE);
        }
        Optional<SenderKeyHolders> holders = keys.holders(crowd.chat(), devices.readers(), devices.identities());
        // The server delivers a status to those named in it only.
        List<Jid> lacking = new ArrayList<>(
                holders.isEmpty() || crowd.chat().isStatus()
                        ? devices.readers()
                        : holders.get().lacking(devices.readers()));
        lacking.removeAll(job.unreachable);
        lacking.removeIf(dead::contains);
        bench.state().loadSessions(lacking.stream().map(Jid::signalAddress).toList());
        List<Jid> closed =
                lacking.stream().filter(device -> !sessions.isOpen(device)).toList();
        return closed.isEmpty() ? new Need.Nothing(crowd, devices, holders, lacking) : new Need.Sessions(closed);
    }

    private void finish(
            Job job, Crowd crowd, Crowd.Devices devices, Optional<SenderKeyHolders> holders, List<Jid> lacking) {
        Message plain;
        try {
            plain = plain(job, crowd);
            StanzaTraits.of(plain);
        } catch (Unsendable e) {
            outbox.fail(job.id, crowd.chat(), SendFailure.of(e.kind()));
            return;
        } catch (WireException e) {
            outbox.fail(job.id, crowd.chat(), SendFailure.of(SendFailure.Kind.INVALID_CONTENT));
            return;
        }
        parents.keepSent(crowd.chat(), job.id, plain);
        FanOut.Finished finished = job.target instanceof Target.OfAuthor
                ? fanOut.toEach(crowd, job.id, plain, devices, lacking)
                : fanOut.toAll(
                        crowd, job.id, plain, devices, holders.orElseGet(() -> keys.rotate(crowd.chat())), lacking);
        bench.state().putSentMessage(new SentMessage(job.id, crowd.chat(), ContentBuilder.bytes(plain), bench.now()));
        outbox.tell(job.id, crowd.chat(), MessageStatus.PENDING, bench.now(), Optional.empty());
        outbox.put(finished.stanza(), Purpose.MESSAGE, Optional.of(finished.envelope()));
    }

    private Message plain(Job job, Crowd crowd) {
        if (job.message.isPresent()) {
            Message message = content.build(crowd.chat(), job.message.get());
            Duration timer = crowd.timer();
            return timer.isPositive() && MessageContext.of(message).timer().isEmpty()
                    ? MessageContext.add(message, MessageContext.timer(timer, bench.now()))
                    : message;
        }
        return bench.state()
                .sentMessage(job.id)
                .map(sent -> ContentBuilder.parse(sent.content()))
                .orElseThrow(() -> new IllegalStateException("a sent message is gone"));
    }

    // What comes back

    /// The server named the members otherwise than we did: looks at the group again, and sends the message anew, once.
    @Override
    public boolean refused(String id, Jid chat, SendFailure failure) {
        keys.forget(chat);
        if (!chat.isGroup()) {
            return false;
        }
        bench.state().removeGroup(chat);
        boolean again = failure.kind() == SendFailure.Kind.STALE_ADDRESSING
                && !sentAnew.containsKey(id)
                && bench.state().sentMessage(id).isPresent();
        if (again) {
            sentAnew.put(id, chat);
            if (sentAnew.size() > REMEMBERED) {
                sentAnew.remove(sentAnew.keySet().iterator().next());
            }
            taken.add(id);
            bench.soon(() -> lanes.add(chat, new Job(id, new Target.OfGroup(chat), Optional.empty())));
        }
        return again;
    }

    /// Whether a device that could not read a message was meant to.
    boolean mayHave(SentMessage sent, Jid device) {
        Jid chat = sent.chat();
        if (bench.state().account().owns(device)) {
            return true;
        }
        // Whoever was shown a status was given the key with it.
        return chat.isStatus()
                ? bench.state()
                        .senderKeyHolders(chat)
                        .filter(holders -> holders.people().containsKey(device.bare()))
                        .isPresent()
                : groups.known(chat).filter(info -> isIn(info, device)).isPresent();
    }

    private boolean isIn(GroupInfo info, Jid device) {
        Optional<Jid> pn = directory.party(device).pn();
        return info.participants().stream()
                .anyMatch(member -> member.is(device) || pn.filter(member::is).isPresent());
    }

    /// Sends another copy of a message to one device, with the sender key.
    ///
    /// @param address the device as it is named in the chat
    void resend(Jid device, Jid address, SentMessage sent, int count) {
        FanOut.Copy copy = new FanOut.Copy(sent.id(), sent.chat(), ContentBuilder.parse(sent.content()));
        outbox.put(fanOut.toOne(device, address, copy, count), Purpose.RESEND, Optional.empty());
    }

    /// The server knows of devices that got no copy: looks at the group and everybody's devices again, and sends the
    /// missing ones theirs. If there are none, the server means that some lack the key: all get it with the next
    /// message.
    void complete(Outbox.StaleDevices stale) {
        if (!stale.chat().isGroup()) {
            return;
        }
        crowds.ask(stale.chat(), answer -> {
            if (answer instanceof Answer.Given<GroupInfo>) {
                crowds.find(new Target.OfGroup(stale.chat())).ifPresent(found -> complete(stale, found));
            }
        });
    }

    private void complete(Outbox.StaleDevices stale, CrowdFinder.Found found) {
        Set<Jid> people = new HashSet<>(found.crowd().people().keySet());
        people.addAll(found.unknown());
        directory.lookUp(people, answer -> {
            Crowd.Devices devices = found.crowd()
                    .devices(
                            bench.state().devices(found.crowd().people().keySet()),
                            bench.state().account().lid());
            List<Jid> missing = new ArrayList<>(devices.readers());
            missing.removeAll(stale.devices());
            if (missing.isEmpty()) {
                keys.forget(stale.chat());
                return;
            }
            bench.state().sentMessage(stale.id()).ifPresent(sent -> sendWhereOpen(missing, devices, sent));
        });
    }

    private void sendWhereOpen(List<Jid> missing, Crowd.Devices devices, SentMessage sent) {
        List<Jid> closed =
                missing.stream().filter(device -> !sessions.isOpen(device)).toList();
        sessions.openMany(
                closed,
                failed -> missing.stream()
                        .filter(device -> !failed.contains(device))
                        .forEach(device -> resend(device, devices.addresses().getOrDefault(device, device), sent, 0)));
    }
}
