// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.addon;

import com.google.protobuf.ByteString;
import dev.switchboard.client.device.Parent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollCreationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps the secrets of messages, durably, so that what is added to them later can be opened.
public final class Parents {

    /// How long secrets of polls and events are kept after the last vote.
    private static final Duration KEPT = Duration.ofDays(180);

    /// How long those of other messages are kept.
    private static final Duration KEPT_BRIEFLY = Duration.ofDays(30);

    private final Workbench bench;
    private final DeviceDirectory directory;

    public Parents(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Keeps the secret of a message that has come in, if it has one. Of polls and events the first one of an id
    /// counts, so that nobody can replace another's.
    ///
    /// @param secret its secret, where it is told beside the message
    public void keep(Jid chat, String id, Jid author, Unwrapped message, Optional<Bytes> secret) {
        Optional<Bytes> known = secret(message).or(() -> secret);
        if (known.isEmpty() || !message.kind().isEntry()) {
            return;
        }
        String name = names(chat, id).findFirst().orElseThrow();
        switch (message.kind()) {
            case POLL, EVENT -> {
                if (lasting(chat, id).isEmpty()) {
                    Parent parent = new Parent(author.bare(), known.get(), ballot(message));
                    bench.state().keep(Shelf.PARENT, name, parent.encode(), bench.now());
                }
            }
            default -> {
                Parent parent = new Parent(author.bare(), known.get(), Optional.empty());
                bench.state().keep(Shelf.SECRET, name, parent.encode(), bench.now());
            }
        }
    }

    /// Keeps the secret of a poll or event out of the history, with the votes that came with it. Those of other
    /// messages there are too many and too old.
    public void keepOld(
            Jid chat, String id, Jid author, Unwrapped message, Optional<Bytes> secret, List<Parent.Vote> votes) {
        if (message.kind() != MessageKind.POLL && message.kind() != MessageKind.EVENT) {
            return;
        }
        keep(chat, id, author, message, secret);
        Optional<Parent> parent = lasting(chat, id);
        for (Parent.Vote vote : votes) {
            parent = parent.map(before -> before.withVote(vote).orElse(before));
        }
        if (!votes.isEmpty()) {
            parent.ifPresent(counted -> put(chat, id, counted));
        }
    }

    /// Keeps the secret of a poll or event of ours; those of other messages are in what is kept of them anyway.
    public void keepSent(Jid chat, String id, Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        if (unwrapped.kind() == MessageKind.POLL || unwrapped.kind() == MessageKind.EVENT) {
            keep(chat, id, bench.state().account().lid(), unwrapped, Optional.empty());
        }
    }

    private static Optional<Parent.Ballot> ballot(Unwrapped message) {
        return message.kind() == MessageKind.POLL
                ? Polls.creation(message.content()).map(Parents::ballot)
                : Optional.empty();
    }

    private static Optional<Bytes> secret(Unwrapped message) {
        ByteString secret = message.context().getMessageSecret();
        return secret.isEmpty() ? Optional.empty() : Optional.of(Bytes.copyOf(secret.toByteArray()));
    }

    private static Parent.Ballot ballot(PollCreationMessage poll) {
        return new Parent.Ballot(
                poll.getOptionsList().stream()
                        .map(PollCreationMessage.Option::getOptionName)
                        .toList(),
                List.of());
    }

    /// What is known of a message, under any of the chat's addresses.
    public Optional<Parent> find(Jid chat, String id) {
        return lasting(chat, id)
                .or(() -> names(chat, id)
                        .flatMap(name -> bench.state().kept(Shelf.SECRET, name).stream())
                        .findFirst()
                        .map(Parent::decode))
                .or(() -> sent(chat, id));
    }

    private Optional<Parent> lasting(Jid chat, String id) {
        return names(chat, id)
                .flatMap(name -> bench.state().kept(Shelf.PARENT, name).stream())
                .findFirst()
                .map(Parent::decode);
    }

    private Optional<Parent> sent(Jid chat, String id) {
        return bench.state()
                .sentMessage(id)
                .filter(sent -> addresses(sent.chat()).stream().anyMatch(chat::sameUser))
                .map(sent -> Unwrapped.of(MessageCodec.parse(sent.content().toByteArray())))
                .flatMap(Parents::secret)
                .map(secret -> new Parent(bench.state().account().lid().bare(), secret, Optional.empty()));
    }

    void put(Jid chat, String id, Parent parent) {
        String name = names(chat, id)
                .filter(one -> bench.state().kept(Shelf.PARENT, one).isPresent())
                .findFirst()
                .orElseGet(() -> names(chat, id).findFirst().orElseThrow());
        bench.state().keep(Shelf.PARENT, name, parent.encode(), bench.now());
    }

    /// A chat may have been known by its number before its hidden id was.
    private Stream<String> names(Jid chat, String id) {
        Jid bare = chat.normalized();
        Optional<Jid> lid = bare.isPn() ? directory.lid(bare) : Optional.empty();
        Optional<Jid> pn = bare.isLid() ? bench.state().pnOf(bare) : Optional.empty();
        return Stream.concat(Stream.concat(lid.stream(), Stream.of(bare)), pn.stream())
                .map(jid -> jid + "/" + id);
    }

    /// Drops secrets that nobody will need any more.
    public void prune() {
        bench.state().discardBefore(Shelf.PARENT, bench.now().minus(KEPT));
        bench.state().discardBefore(Shelf.SECRET, bench.now().minus(KEPT_BRIEFLY));
    }

    Party party(Jid jid) {
        return directory.party(jid);
    }

    /// All addresses of a person.
    List<Jid> addresses(Jid person) {
        Jid bare = person.normalized();
        if (directory.isSelf(bare)) {
            return List.of(
                    bench.state().account().lid().bare(),
                    bench.state().account().pn().bare());
        }
        return Stream.of(
                        directory.lid(bare),
                        Optional.of(bare),
                        bare.isLid() ? bench.state().pnOf(bare) : Optional.<Jid>empty())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /// How a poll stands.
    PollTally tally(Parent.Ballot ballot) {
        Map<Jid, PollTally.Vote> byVoter = new LinkedHashMap<>();
        for (Parent.Vote vote : ballot.votes()) {
            PollTally.Vote read = new PollTally.Vote(
                    directory.party(vote.voter()),
                    directory.isSelf(vote.voter()),
                    options(ballot, vote.options()),
                    vote.at());
            // Somebody who became known by another address meanwhile has voted once.
            byVoter.merge(read.voter().jid(), read, (one, other) -> other.at().isBefore(one.at()) ? one : other);
        }
        List<PollTally.Vote> votes = byVoter.values().stream()
                .filter(vote -> !vote.options().isEmpty())
                .toList();
        List<PollTally.Count> counts = ballot.options().stream()
                .map(option -> new PollTally.Count(option, (int) votes.stream()
                        .filter(vote -> vote.options().contains(option))
                        .count()))
                .toList();
        return new PollTally(counts, votes);
    }

    static List<String> options(Parent.Ballot ballot, List<Integer> numbers) {
        List<String> words = new ArrayList<>();
        for (int number : numbers) {
            if (number >= 0 && number < ballot.options().size()) {
                words.add(ballot.options().get(number));
            }
        }
        return words;
    }
}
