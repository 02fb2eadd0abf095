// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finished stanzas between the store and the server's acknowledgement. What is not acknowledged when a connection ends
/// is sent again on the next one, the very same bytes in the same order.
public final class Outbox {

    /// So many unacknowledged stanzas hold back further messages of the owner.
    private static final int WINDOW = 1024;

    private static final int PAGE = 256;

    /// A message whose device list the server found wanting.
    ///
    /// @param id the message
    /// @param chat where it went
    /// @param devices to which devices a copy went
    public record StaleDevices(String id, Jid chat, List<Jid> devices) {}

    /// @param since when it was last sent, in ticks
    private record InFlight(
            long sequence, String id, Jid to, Purpose purpose, Optional<Envelope> envelope, long since) {
        InFlight sentAgain(long ticks) {
            return new InFlight(sequence, id, to, purpose, envelope, ticks);
        }
    }

    /// What is worth knowing of a message's stanza until it is acknowledged.
    ///
    /// @param phash the hash of the devices addressed
    /// @param devices the devices addressed
    record Envelope(String phash, List<Jid> devices) {}

    /// Who takes care of messages to groups and lists that the server refused.
    @FunctionalInterface
    public interface Refusals {
        /// A message was refused.
        ///
        /// @return whether it will be sent anew, so that its fate is open
        boolean refused(String id, Jid chat, SendFailure failure);
    }

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final TrustTokens tokens;
    private Map<Long, InFlight> inFlight = new LinkedHashMap<>(0);
    private Map<String, Reply<SendOutcome>> replies = new HashMap<>(0);
    private Map<String, Long> replaced = new HashMap<>(0);
    private Refusals refusals = (_, _, _) -> false;
    private long lastSequence = -1;
    private boolean resumed;
    private boolean watching;

    public Outbox(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
        this.tokens = new TrustTokens(bench, directory);
    }

    /// From now on refused messages to groups and lists are told here.
    public void tellRefusals(Refusals to) {
        refusals = to;
    }

    /// The connection takes stanzas: first those left over from earlier ones.
    public void resume() {
        inFlight = new LinkedHashMap<>(0);
        resumed = true;
        long after = Long.MIN_VALUE;
        List<OutgoingStanza> page;
        do {
            page = bench.state().storedOutgoing(after, PAGE);
            for (OutgoingStanza stanza : page) {
                after = stanza.sequence();
                inFlight.put(
                        stanza.sequence(),
                        new InFlight(
                                stanza.sequence(),
                                stanza.id(),
                                stanza.to(),
                                stanza.purpose(),
                                Optional.empty(),
                                bench.ticks()));
                bench.sendMessage(stanza.bytes().toByteArray());
            }
        } while (page.size() == PAGE);
        lastSequence = Math.max(lastSequence, inFlight.isEmpty() ? 0 : after);
        limitWindow();
        watch();
    }

    /// Makes sure that somebody looks after a stanza whose acknowledgement does not come though the connection lives.
    private void watch() {
        if (watching || inFlight.isEmpty()) {
            return;
        }
        watching = true;
        long oldest =
                inFlight.values().stream().mapToLong(InFlight::since).min().orElseThrow();
        long left = bench.queryLimit().toNanos() - (bench.ticks() - oldest);
        bench.later(Duration.ofNanos(Math.max(1, left)), this::sendOverdueAgain);
    }

    private void sendOverdueAgain() {
        watching = false;
        if (!resumed) {
            return;
        }
        long now = bench.ticks();
        List<InFlight> overdue = inFlight.values().stream()
                .filter(stanza -> now - stanza.since() >= bench.queryLimit().toNanos())
                .toList();
        for (InFlight stanza : overdue) {
            bench.state().storedOutgoing(stanza.sequence() - 1, 1).stream()
                    .filter(stored -> stored.sequence() == stanza.sequence())
                    .forEach(stored -> bench.sendMessage(stored.bytes().toByteArray()));
            inFlight.put(stanza.sequence(), stanza.sentAgain(now));
        }
        watch();
    }

    /// The connection ended: what is in flight stays in the store.
    public void suspend() {
        resumed = false;
        replaced = new HashMap<>(0);
        inFlight = new LinkedHashMap<>(0);
        bench.holdCommands(false);
    }

    /// The device is about to be forgotten: what the server has not acknowledged will not be sent.
    public void abandon() {
        suspend();
        lastSequence = -1;
        long after = Long.MIN_VALUE;
        List<OutgoingStanza> page;
        do {
            page = bench.state().storedOutgoing(after, PAGE);
            for (OutgoingStanza stanza : page) {
                after = stanza.sequence();
                if (stanza.purpose() == Purpose.MESSAGE) {
                    fail(stanza.id(), stanza.to(), SendFailure.of(SendFailure.Kind.UNLINKED));
                }
            }
        } while (page.size() == PAGE);
        bench.afterCommit(() -> {
            replies.forEach((id, reply) -> reply.complete(new SendOutcome.NotConnected(id)));
            replies = new HashMap<>(0);
        });
    }

    /// Whether stanzas can be put in.
    public boolean takes() {
        return resumed;
    }

    /// Completes the reply when the message's fate is known.
    void expect(String id, Reply<SendOutcome> reply) {
        bench.afterCommit(() -> replies.put(id, reply));
    }

    /// Keeps a finished stanza and sends it once the turn is durable.
    void put(OutgoingMessage stanza, Purpose purpose, Optional<Envelope> envelope) {
        byte[] encoded = NodeEncoder.encode(stanza.toNode());
        if (purpose == Purpose.MESSAGE) {
            dropReplaced(stanza.id());
        }
        long sequence = ++lastSequence;
        bench.state()
                .putOutgoing(new OutgoingStanza(sequence, stanza.id(), stanza.to(), purpose, Bytes.copyOf(encoded)));
        bench.afterCommit(() -> {
            inFlight.put(sequence, new InFlight(sequence, stanza.id(), stanza.to(), purpose, envelope, bench.ticks()));
            limitWindow();
            watch();
        });
        bench.sendMessage(encoded);
    }

    private void limitWindow() {
        if (inFlight.size() >= WINDOW) {
            bench.holdCommands(true);
        } else if (inFlight.size() <= WINDOW / 2) {
            bench.holdCommands(false);
        }
    }

    /// The server acknowledged a message, or refused it.
    ///
    /// @return the message, if the server knows of devices that got no copy
    public Optional<StaleDevices> acknowledged(Ack ack) {
        Optional<InFlight> found = find(ack);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        InFlight done = found.get();
        if (sentAnew(done, ack)) {
            return Optional.empty();
        }
        bench.state().removeOutgoing(done.sequence());
        bench.afterCommit(() -> {
            inFlight.remove(done.sequence());
            limitWindow();
        });
        if (done.purpose() == Purpose.MESSAGE) {
            settle(done, ack);
        }
        boolean refused = ack.error().isPresent();
        return done.envelope()
                .filter(envelope -> !refused && ack.phash().isPresent())
                .filter(envelope -> !ack.phash().get().equals(envelope.phash()))
                .map(envelope -> new StaleDevices(done.id(), done.to(), envelope.devices()));
    }

    /// Whether a refused message will be sent anew. Until then its first stanza stays in the store, so that it is not
    /// forgotten.
    private boolean sentAnew(InFlight refused, Ack ack) {
        boolean toMany = refused.to().isGroup() || refused.to().isBroadcast();
        if (ack.error().isEmpty() || !toMany || refused.purpose() != Purpose.MESSAGE) {
            return false;
        }
        SendFailure failure = SendFailure.ofServer(ack.error().getAsInt());
        boolean again = refusals.refused(refused.id(), refused.to(), failure);
        if (again) {
            bench.afterCommit(() -> replaced.put(refused.id(), refused.sequence()));
        }
        return again;
    }

    /// The first stanza of a message that is sent anew, or not at all, is not needed any more.
    private void dropReplaced(String id) {
        Long sequence = replaced.get(id);
        if (sequence != null) {
            bench.state().removeOutgoing(sequence);
            bench.afterCommit(() -> {
                replaced.remove(id);
                inFlight.remove(sequence);
            });
        }
    }

    /// The stanza with the id that was acknowledged. The server may name the recipient by another address than we did;
    /// it only decides between copies of one message for several devices.
    private Optional<InFlight> find(Ack ack) {
        List<InFlight> same = inFlight.values().stream()
                .filter(stanza -> stanza.id().equals(ack.id()))
                .toList();
        Optional<Jid> from = ack.route().from().map(directory::sessionJid);
        return same.stream()
                .filter(stanza -> from.equals(Optional.of(stanza.to())))
                .findFirst()
                .or(() -> same.stream().findFirst());
    }

    private void settle(InFlight done, Ack ack) {
        Instant at = ack.timestamp().orElseGet(bench::now);
        if (ack.error().isEmpty()) {
            tell(done.id(), done.to(), MessageStatus.SENT, at, Optional.empty());
            ack.serverId()
                    .ifPresent(number -> bench.emit(new ClientEvent.NewsletterChanged(
                            done.to(), at, new NewsletterChange.Numbered(done.id(), number))));
            complete(new SendOutcome.Sent(done.id(), at), done.id());
            tokens.wroteTo(done.to());
            return;
        }
        SendFailure failure = SendFailure.ofServer(ack.error().getAsInt());
        if (failure.kind() == SendFailure.Kind.STALE_ADDRESSING
                || failure.kind() == SendFailure.Kind.INVALID_STANZA
                || failure.kind() == SendFailure.Kind.MALFORMED) {
            directory.forget(done.to());
            directory.forget(bench.state().account().lid());
        }
        if (failure.kind() == SendFailure.Kind.NOT_TRUSTED_YET) {
            tokens.wroteTo(done.to());
        }
        bench.state().removeSentMessage(done.id());
        fail(done.id(), done.to(), failure);
    }

    /// A message will not be sent.
    void fail(String id, Jid chat, SendFailure failure) {
        dropReplaced(id);
        tell(id, chat, MessageStatus.FAILED, bench.now(), Optional.of(failure));
        complete(new SendOutcome.Rejected(id, failure), id);
    }

    void tell(String id, Jid chat, MessageStatus status, Instant at, Optional<SendFailure> failure) {
        bench.emit(new ClientEvent.MessageStatusChanged(
                directory.party(chat), List.of(id), status, Optional.empty(), at, failure));
    }

    void complete(SendOutcome outcome, String id) {
        bench.afterCommit(() -> {
            Reply<SendOutcome> reply = replies.remove(id);
            if (reply != null) {
                reply.complete(outcome);
            }
        });
    }
}
