// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.receive.ContentReader.Envelope;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.proto.MessageKey;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds out which message a reference in another message means, seen from here.
final class Targets {

    private final DeviceDirectory directory;

    Targets(DeviceDirectory directory) {
        this.directory = directory;
    }

    /// The message a reference means: peers write "from me" when they mean themselves.
    Optional<MessageRef> any(Envelope envelope, MessageKey key) {
        if (!key.hasId() || key.getId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Jid> participant = MessageKeys.participant(key).map(Jid::normalized);
        boolean mine;
        if (key.getFromMe()) {
            mine = envelope.fromMe();
        } else if (participant.isPresent()) {
            mine = directory.isSelf(participant.get());
        } else {
            mine = !envelope.fromMe();
        }
        Optional<Jid> author = mine
                ? Optional.empty()
                : participant.or(
                        () -> key.getFromMe() ? Optional.of(envelope.sender().jid()) : Optional.empty());
        return Optional.of(new MessageRef(envelope.chat(), key.getId(), mine, author));
    }

    /// The message of the sender's own that a reference means; empty if it means somebody else's.
    Optional<MessageRef> own(Envelope envelope, MessageKey key) {
        boolean own = key.getFromMe()
                || MessageKeys.participant(key)
                        .map(Jid::normalized)
                        .filter(author -> wrote(envelope, author))
                        .isPresent();
        if (!own || key.getId().isEmpty()) {
            return Optional.empty();
        }
        Optional<Jid> author = envelope.fromMe()
                ? Optional.empty()
                : Optional.of(envelope.sender().jid());
        return Optional.of(new MessageRef(envelope.chat(), key.getId(), envelope.fromMe(), author));
    }

    private boolean wrote(Envelope envelope, Jid author) {
        Party sender = envelope.sender();
        return envelope.fromMe()
                ? directory.isSelf(author)
                : Stream.of(Optional.of(sender.jid()), sender.pn(), sender.lid())
                        .flatMap(Optional::stream)
                        .anyMatch(author::equals);
    }
}
