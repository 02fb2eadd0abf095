// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.receive.ContentReader.Envelope;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.KeepType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PinInChatMessage;
import java.time.Duration;
import java.util.Optional;

/// Events for what is done to messages in the open: pins and keeps.
final class AddedEvents {

    private AddedEvents() {}

    static ClientEvent pinned(Party chat, Envelope envelope, MessageRef target, Unwrapped unwrapped) {
        PinInChatMessage pin = unwrapped.content().getPinInChatMessage();
        boolean pinned = pin.getType() == PinInChatMessage.Type.PIN_FOR_ALL;
        Optional<Duration> time =
                pinned ? Values.seconds(unwrapped.context().getMessageAddOnDurationInSecs()) : Optional.empty();
        return new ClientEvent.MessagePinned(
                chat, target, envelope.sender(), envelope.fromMe(), pinned, time, envelope.timestamp());
    }

    static ClientEvent kept(Party chat, Envelope envelope, MessageRef target, Message content) {
        boolean kept = content.getKeepInChatMessage().getKeepType() == KeepType.KEEP_FOR_ALL;
        return new ClientEvent.MessageKept(
                chat, target, envelope.sender(), envelope.fromMe(), kept, envelope.timestamp());
    }
}
