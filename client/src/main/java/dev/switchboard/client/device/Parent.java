// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is remembered of a message that others can be added to: its secret, and for a poll how it stands.
///
/// @param author who wrote it, without device
/// @param secret its secret
/// @param poll the poll, if it is one
public record Parent(Jid author, Bytes secret, Optional<Ballot> poll) {

    private static final int FORM = 1;

    /// So many voters of one poll are remembered; those who come later are told of, but not counted.
    private static final int MOST_VOTERS = 4096;

    /// A poll's options and votes.
    public record Ballot(List<String> options, List<Vote> votes) {
        public Ballot {
            options = List.copyOf(options);
            votes = List.copyOf(votes);
        }

        @Override
        public String toString() {
            return "Ballot[" + votes.size() + " votes]";
        }
    }

    /// Somebody's latest choice.
    ///
    /// @param voter without device
    /// @param options numbers of the chosen options; none if the vote was withdrawn
    public record Vote(Jid voter, List<Integer> options, Instant at) {
        public Vote {
            options = List.copyOf(options);
        }
    }

    /// This parent with a vote in place of the voter's earlier one; empty if that one is newer.
    public Optional<Parent> withVote(Vote vote) {
        Ballot ballot = poll.orElse(new Ballot(List.of(), List.of()));
        List<Vote> votes = new ArrayList<>(ballot.votes());
        Optional<Vote> before =
                votes.stream().filter(one -> one.voter().equals(vote.voter())).findFirst();
        if (before.filter(one -> one.at().isAfter(vote.at())).isPresent()) {
            return Optional.empty();
        }
        before.ifPresent(votes::remove);
        if (votes.size() < MOST_VOTERS) {
            votes.add(vote);
        }
        return Optional.of(new Parent(author, secret, Optional.of(new Ballot(ballot.options(), votes))));
    }

    /// This parent with another option at the end of its poll.
    public Parent withOption(String option) {
        return new Parent(author, secret, poll.map(ballot -> {
            List<String> options = new ArrayList<>(ballot.options());
            if (!options.contains(option)) {
                options.add(option);
            }
            return new Ballot(options, ballot.votes());
        }));
    }

    public Bytes encode() {
        return new Packer(FORM)
                .jid(author)
                .bytes(secret)
                .optional(
                        poll,
                        (out, ballot) -> out.list(ballot.options(), Packer::text)
                                .list(
                                        ballot.votes(),
                                        (line, vote) -> line.jid(vote.voter())
                                                .list(vote.options(), Packer::number)
                                                .instant(vote.at())))
                .done();
    }

    public static Parent decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new Parent(
                in.jid(),
                in.bytes(),
                in.optional(poll -> new Ballot(
                        poll.list(Unpacker::text),
                        poll.list(vote -> new Vote(vote.jid(), vote.list(Unpacker::number), vote.instant())))));
    }

    @Override
    public String toString() {
        return "Parent[secret]";
    }
}
