// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.GlobalSettings;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PastParticipants;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class HistoryDecoderTest {

    private static final HistoryDecoder.Limits SMALL = new HistoryDecoder.Limits(100_000, 20_000);
    private static final JsonNode VECTOR = Vectors.at(Vectors.messaging(), "historySync");

    @Test
    void readsTheHistoryThatBaileysAccepts() throws InvalidProtocolBufferException {
        HistorySync history =
                HistoryDecoder.decode(Bytes.copyOf(Vectors.hex(VECTOR, "deflated")), HistoryDecoder.Limits.INLINE);
        assertThat(history).isEqualTo(HistorySync.parseFrom(Vectors.hex(VECTOR, "raw")));
        assertThat(history.getSyncType().getNumber())
                .isEqualTo(VECTOR.get("syncType").intValue());
        assertThat(history.hasSyncType()).isTrue();
        JsonNode mapping = Vectors.at(VECTOR, "expect/lidMappings/0");
        assertThat(history.getPhoneNumberToLidMappingsList()).singleElement().satisfies(found -> {
            assertThat(found.getPnJid()).isEqualTo(mapping.get("pn").textValue());
            assertThat(found.getLidJid()).isEqualTo(mapping.get("lid").textValue());
        });
        assertThat(history.toByteArray()).isEqualTo(Vectors.hex(VECTOR, "raw"));
    }

    @Test
    void givesBackWhatItEncoded() {
        HistorySync history = sample();
        assertThat(HistoryDecoder.decode(HistoryDecoder.encode(history), SMALL)).isEqualTo(history);
    }

    @Test
    void givesPartsInOrderAndTheRestLast() {
        List<HistoryPart> parts = new ArrayList<>();
        HistoryDecoder.read(HistoryDecoder.encode(sample()), SMALL, parts::add);
        assertThat(parts)
                .extracting(part -> part.getClass().getSimpleName())
                .containsExactly("Chat", "Chat", "Status", "Name", "LidMapping", "Rest");
        HistoryPart.Rest rest = (HistoryPart.Rest) parts.getLast();
        assertThat(rest.history().getSyncType()).isEqualTo(HistorySyncType.RECENT);
        assertThat(rest.history().getNctSalt().size()).isEqualTo(32);
        assertThat(rest.history().getPastParticipantsCount()).isEqualTo(1);
        assertThat(rest.history().getConversationsCount()).isZero();
    }

    @Test
    void keepsFieldsItDoesNotKnow() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(new byte[] {(byte) 0xC0, 0x3E, 5, (byte) 0xCA, 0x3E, 2, 7, 7, (byte) 0xD1, 0x3E});
            out.write(new byte[8]);
            out.write(new byte[] {(byte) 0xDD, 0x3E, 1, 2, 3, 4});
        }
        HistorySync history = HistoryDecoder.decode(Bytes.copyOf(compressed.toByteArray()), SMALL);
        assertThat(history.getUnknownFields().asMap()).containsOnlyKeys(1000, 1001, 1002, 1003);
    }

    @Test
    void stopsAZipBomb() throws IOException {
        Bytes bomb = deflatedZeros(2_000_000);
        assertThat(bomb.size()).isLessThan(5_000);
        assertThatThrownBy(() -> HistoryDecoder.decode(bomb, SMALL)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void stopsAPartThatIsTooLarge() {
        HistorySync history = HistorySync.newBuilder()
                .addConversations(Conversation.newBuilder().setName("x".repeat(20_001)))
                .build();
        assertThatThrownBy(() -> HistoryDecoder.decode(HistoryDecoder.encode(history), SMALL))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void stopsTooMuchRest() {
        HistorySync.Builder history = HistorySync.newBuilder();
        for (int i = 0; i < 30; i++) {
            history.addPastParticipants(PastParticipants.newBuilder().setGroupJid("x".repeat(1_000)));
        }
        assertThatThrownBy(() -> HistoryDecoder.decode(HistoryDecoder.encode(history.build()), SMALL))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void stopsMessagesNestedTooDeep() throws IOException {
        byte[] nested = new byte[0];
        for (int i = 0; i < 300; i++) {
            // editedMessage, then its message: field 58, field 1.
            nested = delimited(58, delimited(1, nested));
        }
        byte[] history = delimited(2, delimited(2, delimited(1, delimited(2, nested))));
        Bytes compressed = deflated(history);
        assertThatThrownBy(() -> HistoryDecoder.decode(compressed, SMALL)).isInstanceOf(MalformedMessage.class);
    }

    private static byte[] delimited(int field, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
        coded.writeByteArray(field, content);
        coded.flush();
        return out.toByteArray();
    }

    @Test
    void letsFailuresOfTheStreamThrough() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> HistoryDecoder.read(broken, SMALL, _ -> {}))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void readsAStreamOfManyChatsOneByOne() throws IOException {
        HistorySync.Builder many = HistorySync.newBuilder().setSyncType(HistorySyncType.FULL);
        for (int i = 0; i < 500; i++) {
            many.addConversations(chat("155501" + (10_000 + i) + "@s.whatsapp.net"));
        }
        Bytes blob = HistoryDecoder.encode(many.build());
        int[] chats = {0};
        HistoryDecoder.read(new ByteArrayInputStream(blob.toByteArray()), HistoryDecoder.Limits.FILE, part -> {
            if (part instanceof HistoryPart.Chat) {
                chats[0]++;
            }
        });
        assertThat(chats[0]).isEqualTo(500);
    }

    @Test
    void survivesTortureOfBlobs() {
        DecoderTorture.of(WireException.class, input -> HistoryDecoder.decode(Bytes.copyOf(input), SMALL))
                .rounds(1_000)
                .maxAllocation(8 << 20)
                .run(HistoryDecoder.encode(sample()).toByteArray(), Vectors.hex(VECTOR, "deflated"));
    }

    @Test
    void survivesTortureOfContent() {
        DecoderTorture.of(WireException.class, input -> HistoryDecoder.decode(deflated(input), SMALL))
                .rounds(1_000)
                .maxAllocation(8 << 20)
                .run(sample().toByteArray(), Vectors.hex(VECTOR, "raw"));
    }

    private static HistorySync sample() {
        return HistorySync.newBuilder()
                .setSyncType(HistorySyncType.RECENT)
                .addConversations(chat("15550100001@s.whatsapp.net"))
                .addConversations(chat("120363000000000001@g.us"))
                .addStatusV3Messages(message("status"))
                .setChunkOrder(1)
                .setProgress(100)
                .addPushnames(Pushname.newBuilder()
                        .setId("15550100001@s.whatsapp.net")
                        .setPushname("Ada"))
                .setGlobalSettings(GlobalSettings.newBuilder().setDisappearingModeDuration(86_400))
                .addPastParticipants(PastParticipants.newBuilder().setGroupJid("120363000000000001@g.us"))
                .addPhoneNumberToLidMappings(PhoneNumberToLIDMapping.newBuilder()
                        .setPnJid("15550100001@s.whatsapp.net")
                        .setLidJid("100001@lid"))
                .setNctSalt(ByteString.copyFrom(new byte[32]))
                .build();
    }

    private static Conversation chat(String id) {
        return Conversation.newBuilder()
                .setId(id)
                .setUnreadCount(2)
                .addMessages(
                        HistorySyncMsg.newBuilder().setMessage(message("hello")).setMsgOrderId(1))
                .build();
    }

    private static WebMessageInfo message(String text) {
        return WebMessageInfo.newBuilder()
                .setMessage(Message.newBuilder().setConversation(text))
                .setMessageTimestamp(1_750_000_000)
                .build();
    }

    private static Bytes deflatedZeros(int count) throws IOException {
        return deflated(delimited(2, new byte[count]));
    }

    private static Bytes deflated(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(content);
        }
        return Bytes.copyOf(compressed.toByteArray());
    }
}
