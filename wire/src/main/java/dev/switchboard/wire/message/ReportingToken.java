// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A commitment to the content of a message, by which its receiver can later report it. Optional on sending. Clients
/// differ in the fields they cover, so nobody can check another's token, and a receiver must not try.
public final class ReportingToken {

    private static final String LABEL = "Report Token";
    private static final int VERSION = 2;
    private static final int TOKEN_BYTES = 16;

    /// Which fields of a message are covered: all of it, or some fields of a nested message.
    private sealed interface Cover {
        record All() implements Cover {}

        record Fields(Map<Integer, Cover> fields) implements Cover {}
    }

    private static final Cover ALL = new Cover.All();
    private static final Cover FORWARDING = some(21, 22);
    private static final Cover TEXT = with(some(1, 30), 17);
    private static final Cover IMAGE = with(some(2, 3, 8, 11, 25), 17);
    private static final Cover CONTACT = with(some(1, 16), 17);
    private static final Cover LOCATION = with(some(3, 4, 5, 16), 17);
    private static final Cover DOCUMENT = with(some(2, 7, 10, 20), 17);
    private static final Cover AUDIO = with(some(2, 7, 9, 21), 17);
    private static final Cover VIDEO = with(some(2, 6, 7, 13, 20), 17);
    private static final Cover LIVE_LOCATION = with(some(6, 16), 17);
    private static final Cover STICKER = with(some(4, 5, 8, 13), 17);
    private static final Cover GROUP_INVITE = with(some(1, 2, 4, 5, 6), 7);
    private static final Cover POLL = with(some(2, 3, 8), 5);

    private static final Map<Integer, Cover> COVERED = Map.ofEntries(
            Map.entry(Message.CONVERSATION_FIELD_NUMBER, ALL),
            Map.entry(Message.IMAGEMESSAGE_FIELD_NUMBER, IMAGE),
            Map.entry(Message.CONTACTMESSAGE_FIELD_NUMBER, CONTACT),
            Map.entry(Message.LOCATIONMESSAGE_FIELD_NUMBER, LOCATION),
            Map.entry(Message.EXTENDEDTEXTMESSAGE_FIELD_NUMBER, TEXT),
            Map.entry(Message.DOCUMENTMESSAGE_FIELD_NUMBER, DOCUMENT),
            Map.entry(Message.AUDIOMESSAGE_FIELD_NUMBER, AUDIO),
            Map.entry(Message.VIDEOMESSAGE_FIELD_NUMBER, VIDEO),
            Map.entry(Message.LIVELOCATIONMESSAGE_FIELD_NUMBER, LIVE_LOCATION),
            Map.entry(Message.STICKERMESSAGE_FIELD_NUMBER, STICKER),
            Map.entry(Message.GROUPINVITEMESSAGE_FIELD_NUMBER, GROUP_INVITE),
            Map.entry(Message.POLLCREATIONMESSAGE_FIELD_NUMBER, POLL),
            Map.entry(Message.POLLCREATIONMESSAGEV2_FIELD_NUMBER, POLL),
            Map.entry(Message.POLLCREATIONMESSAGEV3_FIELD_NUMBER, POLL),
            Map.entry(Message.PTVMESSAGE_FIELD_NUMBER, VIDEO));

    private ReportingToken() {}

    private static Cover.Fields some(int... numbers) {
        Map<Integer, Cover> fields = new TreeMap<>();
        Arrays.stream(numbers).forEach(number -> fields.put(number, ALL));
        return new Cover.Fields(fields);
    }

    private static Cover with(Cover.Fields cover, int contextNumber) {
        Map<Integer, Cover> fields = new TreeMap<>(cover.fields());
        fields.put(contextNumber, FORWARDING);
        return new Cover.Fields(fields);
    }

    /// The token of a message; empty if it has no secret, is of a kind without token, or nothing of it is covered.
    ///
    /// @param sender the own address
    /// @param chat the chat
    public static Optional<Bytes> of(Message message, String id, Jid sender, Jid chat) {
        Message content = Unwrapped.of(message).content();
        Optional<Bytes> secret = MessageContent.secret(content);
        if (secret.isEmpty() || !MessageContent.wantsSecret(MessageKind.ofContent(content))) {
            return Optional.empty();
        }
        byte[] covered = covered(content.toByteArray());
        if (covered.length == 0) {
            return Optional.empty();
        }
        byte[] key = AddOnCipher.derive(secret.get(), id, sender, chat, LABEL);
        return Optional.of(Bytes.copyOf(Hmac.sha256(key, covered), 0, TOKEN_BYTES));
    }

    /// The `<reporting>` child of a message.
    public static Node toNode(Bytes token) {
        return Node.of(
                "reporting",
                Node.builder("reporting_token").attr("v", VERSION).bytes(token).build());
    }

    static byte[] covered(byte[] serialized) {
        try {
            return filter(UnknownFieldSet.parseFrom(serialized), COVERED).toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("message: no protobuf (expected: Message)", e);
        }
    }

    private static UnknownFieldSet filter(UnknownFieldSet all, Map<Integer, Cover> cover)
            throws InvalidProtocolBufferException {
        UnknownFieldSet.Builder kept = UnknownFieldSet.newBuilder();
        for (Map.Entry<Integer, UnknownFieldSet.Field> field : all.asMap().entrySet()) {
            switch (cover.get(field.getKey())) {
                case null -> {}
                case Cover.All() -> kept.addField(field.getKey(), field.getValue());
                case Cover.Fields(Map<Integer, Cover> fields) ->
                    kept.addField(field.getKey(), nested(field.getValue(), fields));
            }
        }
        return kept.build();
    }

    private static UnknownFieldSet.Field nested(UnknownFieldSet.Field field, Map<Integer, Cover> cover)
            throws InvalidProtocolBufferException {
        UnknownFieldSet.Field.Builder kept = UnknownFieldSet.Field.newBuilder();
        for (ByteString content : field.getLengthDelimitedList()) {
            ByteString covered =
                    filter(UnknownFieldSet.parseFrom(content), cover).toByteString();
            if (!covered.isEmpty()) {
                kept.addLengthDelimited(covered);
            }
        }
        return kept.build();
    }
}
