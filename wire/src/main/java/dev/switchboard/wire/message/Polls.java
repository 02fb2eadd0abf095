// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollVoteMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Polls in all their forms, which differ by the field of the message only.
public final class Polls {

    private Polls() {}

    /// Whether an unwrapped message is a poll.
    static boolean isCreation(Message message) {
        return creation(message).isPresent();
    }

    /// The poll in an unwrapped message.
    public static Optional<PollCreationMessage> creation(Message message) {
        if (message.hasPollCreationMessage()) {
            return Optional.of(message.getPollCreationMessage());
        }
        if (message.hasPollCreationMessageV2()) {
            return Optional.of(message.getPollCreationMessageV2());
        }
        if (message.hasPollCreationMessageV3()) {
            return Optional.of(message.getPollCreationMessageV3());
        }
        if (message.hasPollCreationMessageV5()) {
            return Optional.of(message.getPollCreationMessageV5());
        }
        return message.hasPollCreationMessageV6() ? Optional.of(message.getPollCreationMessageV6()) : Optional.empty();
    }

    /// The hash by which a vote names an option.
    public static Bytes optionHash(String optionName) {
        return Bytes.copyOf(Sha.sha256(optionName.getBytes(StandardCharsets.UTF_8)));
    }

    /// A vote for options; none withdraws the vote.
    public static PollVoteMessage vote(Collection<String> optionNames) {
        PollVoteMessage.Builder vote = PollVoteMessage.newBuilder();
        for (String name : optionNames) {
            vote.addSelectedOptions(ByteString.copyFrom(optionHash(name).asReadOnlyBuffer()));
        }
        return vote.build();
    }

    /// The options of a poll that a vote names, in the poll's order.
    public static List<String> chosen(PollCreationMessage poll, PollVoteMessage vote) {
        List<String> names = new ArrayList<>();
        for (PollCreationMessage.Option option : poll.getOptionsList()) {
            ByteString hash =
                    ByteString.copyFrom(optionHash(option.getOptionName()).asReadOnlyBuffer());
            if (vote.getSelectedOptionsList().contains(hash)) {
                names.add(option.getOptionName());
            }
        }
        return names;
    }
}
