// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.DeviceSentMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageContextInfo;
import dev.switchboard.wire.proto.SenderKeyDistributionMessage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A message taken out of all its envelopes.
///
/// @param content the innermost message, with the message context of the nearest envelope that has one
/// @param wrappers the envelopes it came in
/// @param deviceSent set if it is a copy of a message that another own device sent
/// @param senderKey a sender key that rode along
public record Unwrapped(
        Message content,
        Set<Wrapper> wrappers,
        Optional<DeviceSent> deviceSent,
        Optional<SenderKeyDistributionMessage> senderKey) {

    /// The most envelopes a message may have.
    public static final int MAX_DEPTH = 8;

    /// Keeps an unmodifiable copy.
    public Unwrapped {
        wrappers = Set.copyOf(wrappers);
    }

    /// Where an own device sent a message.
    ///
    /// @param destination the chat, if it is an address
    /// @param phash the hash of the addressed devices
    public record DeviceSent(Optional<Jid> destination, Optional<String> phash) {}

    /// Takes a message out of its envelopes.
    ///
    /// @throws MalformedMessage if there are too many
    public static Unwrapped of(Message message) {
        Message content = message;
        Set<Wrapper> wrappers = EnumSet.noneOf(Wrapper.class);
        Optional<DeviceSent> deviceSent = Optional.empty();
        Optional<SenderKeyDistributionMessage> senderKey = senderKeyOf(message);
        for (int depth = 0; ; depth++) {
            Message inner;
            if (content.hasDeviceSentMessage()) {
                DeviceSentMessage sent = content.getDeviceSentMessage();
                deviceSent = deviceSent.or(() -> Optional.of(describe(sent)));
                inner = sent.getMessage();
            } else {
                Optional<Wrapper> wrapper = Wrapper.of(content);
                if (wrapper.isEmpty()) {
                    return new Unwrapped(content, wrappers, deviceSent, senderKey);
                }
                wrappers.add(wrapper.get());
                inner = wrapper.get().open(content);
            }
            if (depth == MAX_DEPTH) {
                throw new MalformedMessage("envelopes: more than " + MAX_DEPTH + " (expected: fewer)");
            }
            Message found = inner;
            senderKey = senderKey.or(() -> senderKeyOf(found));
            content = inheritContext(content, inner);
        }
    }

    private static DeviceSent describe(DeviceSentMessage sent) {
        return new DeviceSent(
                MessageKeys.jid(sent.getDestinationJid()),
                sent.hasPhash() ? Optional.of(sent.getPhash()) : Optional.empty());
    }

    private static Optional<SenderKeyDistributionMessage> senderKeyOf(Message message) {
        return message.hasSenderKeyDistributionMessage()
                ? Optional.of(message.getSenderKeyDistributionMessage())
                : Optional.empty();
    }

    private static Message inheritContext(Message outer, Message inner) {
        boolean inherits = outer.hasMessageContextInfo() && !inner.hasMessageContextInfo();
        return inherits
                ? inner.toBuilder()
                        .setMessageContextInfo(outer.getMessageContextInfo())
                        .build()
                : inner;
    }

    /// What kind the innermost message is.
    public MessageKind kind() {
        return MessageKind.ofContent(content);
    }

    /// Whether it vanishes after one look.
    public boolean isViewOnce() {
        return wrappers.stream().anyMatch(Wrapper::isViewOnce);
    }

    /// The message's context: its secret, and more.
    public MessageContextInfo context() {
        return content.getMessageContextInfo();
    }
}
