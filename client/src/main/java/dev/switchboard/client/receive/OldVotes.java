// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.addon.AddOnReader;
import dev.switchboard.client.device.Parent;
import dev.switchboard.client.receive.ContentReader.Envelope;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the votes that the phone tells with a poll of the history, in the open.
final class OldVotes {

    private final DeviceDirectory directory;

    OldVotes(DeviceDirectory directory) {
        this.directory = directory;
    }

    List<Parent.Vote> read(Envelope envelope, Unwrapped message, List<PollUpdate> updates) {
        Optional<PollCreationMessage> poll = updates.isEmpty() ? Optional.empty() : Polls.creation(message.content());
        if (poll.isEmpty()) {
            return List.of();
        }
        List<String> options = poll.get().getOptionsList().stream()
                .map(PollCreationMessage.Option::getOptionName)
                .toList();
        return updates.stream()
                .flatMap(update -> voter(envelope, update.getPollUpdateMessageKey())
                        .map(voter -> new Parent.Vote(
                                voter,
                                AddOnReader.numbers(options, update.getVote()),
                                Instant.ofEpochMilli(Math.max(0, update.getSenderTimestampMs()))))
                        .stream())
                .toList();
    }

    private Optional<Jid> voter(Envelope envelope, MessageKey key) {
        if (key.getFromMe()) {
            return Optional.of(directory.self());
        }
        boolean person = envelope.chat().isPn() || envelope.chat().isLid();
        return MessageKeys.participant(key)
                .or(() -> person ? Optional.of(envelope.chat()) : Optional.empty())
                .map(voter -> directory.party(voter).jid());
    }
}
