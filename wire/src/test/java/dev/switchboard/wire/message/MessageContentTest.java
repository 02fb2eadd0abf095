// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.LIDMigrationMapping;
import dev.switchboard.wire.proto.LIDMigrationMappingSyncPayload;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageContextInfo;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageContentTest {

    private static final Jid CHAT = MessageSamples.CHAT;
    private static final Bytes SECRET = Bytes.copyOf(new byte[32]);

    static Stream<MessageSamples.Sample> samples() {
        return MessageSamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void classifiesEverySample(MessageSamples.Sample sample) {
        assertThat(MessageKind.of(sample.message())).isEqualTo(sample.kind());
        assertThat(MessageText.of(sample.message()).orElse("")).isEqualTo(sample.text());
        StanzaTraits traits = StanzaTraits.of(sample.message());
        assertThat(traits.type()).isEqualTo(sample.type());
        assertThat(traits.mediaType().orElse("")).isEqualTo(sample.mediaType());
        assertThat(traits.edit().orElse("")).isEqualTo(sample.edit());
        assertThat(traits.hideOnFailure()).isEqualTo(sample.hidden());
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void givesEveryKindOneRole(MessageKind kind) {
        assertThat(Stream.of(kind.isEntry(), kind.isAddOn(), kind.isProtocol()).filter(is -> is))
                .hasSize(1);
        assertThat(kind.isMedia() && !kind.isEntry()).isFalse();
        assertThat(kind.isFromOwnPhoneOnly() && !kind.isProtocol()).isFalse();
    }

    @Test
    void tellsTheServerOfPollsAndVotes() {
        assertThat(StanzaTraits.of(MessageContent.poll("?", List.of("A"), 1, SECRET))
                        .meta()
                        .orElseThrow()
                        .hasText("polltype", "creation"))
                .isTrue();
        assertThat(StanzaTraits.of(MessageContent.text("x")).meta()).isEmpty();
    }

    @Test
    void takesAnAbsentOrUnknownProtocolTypeForNoRevoke() {
        Message unknown = Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setKey(MessageSamples.OWN)
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        ProtocolMessage.TYPE_FIELD_NUMBER,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addVarint(99)
                                                .build())
                                .build()))
                .build();
        Message parsed = MessageCodec.parse(unknown.toByteArray());
        assertThat(MessageKind.of(parsed)).isEqualTo(MessageKind.OTHER_PROTOCOL);
    }

    @Test
    void takesUnknownContentForUnsupported() {
        Message unknown = MessageCodec.parse(new byte[] {(byte) 0xC2, 0x3E, 2, 7, 7});
        assertThat(MessageKind.of(unknown)).isEqualTo(MessageKind.UNSUPPORTED);
        assertThat(MessageKind.UNSUPPORTED.isEntry()).isTrue();
    }

    @Test
    void unwrapsWithContextSenderKeyAndDestination() {
        Message inner = Message.newBuilder()
                .setViewOnceMessage(FutureProofMessage.newBuilder()
                        .setMessage(Message.newBuilder().setImageMessage(ImageMessage.getDefaultInstance())))
                .build();
        Message sent =
                MessageContent.withSecret(MessageContent.deviceSent(CHAT, inner, Optional.of("2:x")), SECRET)
                        .toBuilder()
                        .mergeFrom(MessageContent.senderKeyDistribution(Jid.group("120363000000000001"), SECRET))
                        .build();
        Unwrapped unwrapped = Unwrapped.of(sent);
        assertThat(unwrapped.kind()).isEqualTo(MessageKind.IMAGE);
        assertThat(unwrapped.isViewOnce()).isTrue();
        assertThat(unwrapped.wrappers()).containsExactly(Wrapper.VIEW_ONCE);
        assertThat(unwrapped.deviceSent()).contains(new Unwrapped.DeviceSent(Optional.of(CHAT), Optional.of("2:x")));
        assertThat(unwrapped.senderKey()).isPresent();
        assertThat(MessageContent.secret(sent)).contains(SECRET);
    }

    @Test
    void prefersTheInnerContext() {
        Message inner = MessageContent.withSecret(MessageContent.text("x"), SECRET);
        Message outer = MessageContent.deviceSent(CHAT, inner, Optional.empty()).toBuilder()
                .setMessageContextInfo(
                        MessageContextInfo.newBuilder().setMessageSecret(ByteString.copyFrom(new byte[] {1})))
                .build();
        assertThat(MessageContent.secret(outer)).contains(SECRET);
    }

    @Test
    void refusesTooManyEnvelopes() {
        Message message = MessageContent.text("x");
        for (int i = 0; i <= Unwrapped.MAX_DEPTH; i++) {
            message = Message.newBuilder()
                    .setEphemeralMessage(FutureProofMessage.newBuilder().setMessage(message))
                    .build();
        }
        Message nested = message;
        assertThatThrownBy(() -> Unwrapped.of(nested)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void knowsEveryWrapperOfTheSchema() {
        long inSchema = Message.getDescriptor().getFields().stream()
                .filter(field -> field.getJavaType() == com.google.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE
                        && field.getMessageType() == FutureProofMessage.getDescriptor())
                .count();
        assertThat(Wrapper.values()).hasSize((int) inSchema);
    }

    @Test
    void answersWithoutTheContextOfWhatItAnswers() {
        Message first = MessageContent.text("first", MessageContext.mention(List.of(CHAT)));
        ContextInfo reply = MessageContext.reply("3EB0", Jid.lid("100002", 4), first);
        Message answer = MessageContent.text("second", reply);
        MessageContext context = MessageContext.of(answer);
        assertThat(context.quotedId()).contains("3EB0");
        assertThat(context.quotedAuthor()).contains(Jid.lid("100002"));
        assertThat(context.quoted().flatMap(MessageText::of)).contains("first");
        assertThat(MessageContext.of(context.quoted().orElseThrow()).mentions()).isEmpty();
        assertThat(context.quotedChat()).isEmpty();
        assertThat(MessageContext.of(MessageContent.text("x", MessageContext.reply("3EB0", CHAT, first, Jid.STATUS)))
                        .quotedChat())
                .contains(Jid.STATUS);
    }

    @Test
    void quotesTheInsideOfViewOnce() {
        Message secret = Message.newBuilder()
                .setViewOnceMessageV2(FutureProofMessage.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setImageMessage(ImageMessage.newBuilder().setCaption("c"))))
                .build();
        Message quoted = MessageContext.reply("3EB0", CHAT, secret).getQuotedMessage();
        assertThat(quoted.hasImageMessage()).isTrue();
    }

    @Test
    void addsContextToAnyKind() {
        ContextInfo timer = MessageContext.timer(Duration.ofDays(7), MessageSamples.NOW);
        Message text = MessageContext.add(MessageContent.withSecret(MessageContent.text("x"), SECRET), timer);
        assertThat(text.hasConversation()).isFalse();
        assertThat(MessageContext.of(text).timer()).contains(Duration.ofDays(7));
        assertThat(MessageContent.secret(text)).contains(SECRET);
        Message image = Message.newBuilder()
                .setImageMessage(
                        ImageMessage.newBuilder().setCaption("c").setContextInfo(MessageContext.mention(List.of(CHAT))))
                .build();
        MessageContext context = MessageContext.of(MessageContext.add(image, timer));
        assertThat(context.mentions()).containsExactly(CHAT);
        assertThat(context.timer()).isPresent();
        Message revoke = MessageContent.revoke(MessageSamples.OWN);
        assertThat(MessageContext.add(revoke, timer)).isEqualTo(revoke);
    }

    @Test
    void countsForwards() {
        assertThat(MessageContext.forward(3, false).getForwardingScore()).isEqualTo(4);
        assertThat(MessageContext.forward(0, true).getForwardingScore()).isZero();
        assertThat(MessageContext.of(MessageContent.text("x", MessageContext.forward(0, true)))
                        .forwardingScore())
                .isEqualTo(1);
    }

    @Test
    void usesPlainTextWhereThereIsNoContext() {
        assertThat(MessageContent.text("x", ContextInfo.getDefaultInstance()).hasConversation())
                .isTrue();
    }

    @Test
    void keepsTheEmptySignOfARemovedReaction() {
        Message removal = MessageContent.reaction(MessageSamples.OWN, "", MessageSamples.NOW);
        assertThat(removal.getReactionMessage().hasText()).isTrue();
    }

    @Test
    void givesSecretsToMessagesButNotToVotes() {
        assertThat(MessageContent.wantsSecret(MessageKind.TEXT)).isTrue();
        assertThat(MessageContent.wantsSecret(MessageKind.EDIT)).isTrue();
        assertThat(MessageContent.wantsSecret(MessageKind.REACTION)).isFalse();
        assertThat(MessageContent.wantsSecret(MessageKind.POLL_VOTE)).isFalse();
        assertThat(MessageContent.wantsSecret(MessageKind.HISTORY_SYNC)).isFalse();
        assertThat(ReportingToken.of(MessageContent.text("x"), "3EB0", CHAT, CHAT))
                .isEmpty();
    }

    @Test
    void coversCaptionsButNotThumbnails() {
        ImageMessage.Builder image =
                ImageMessage.newBuilder().setCaption("c").setContextInfo(MessageContext.forward(1, false));
        byte[] plain = Message.newBuilder().setImageMessage(image).build().toByteArray();
        byte[] withThumbnail = Message.newBuilder()
                .setImageMessage(image.setJpegThumbnail(ByteString.copyFrom(new byte[9])))
                .build()
                .toByteArray();
        assertThat(ReportingToken.covered(withThumbnail))
                .isEqualTo(ReportingToken.covered(plain))
                .isNotEmpty();
    }

    @Test
    void namesAnAuthorWithoutDevice() {
        assertThat(MessageKeys.participant(MessageSamples.OTHERS)).contains(Jid.lid("100002"));
        assertThat(MessageKeys.chat(MessageSamples.OTHERS)).contains(Jid.group("120363000000000001"));
        assertThat(MessageKeys.participant(MessageSamples.OWN)).isEmpty();
    }

    @Test
    void readsLidMappingsPreferringTheLatest() {
        LIDMigrationMappingSyncPayload payload = LIDMigrationMappingSyncPayload.newBuilder()
                .addPnToLidMappings(LIDMigrationMapping.newBuilder()
                        .setPn(15550100001L)
                        .setAssignedLid(1)
                        .setLatestLid(2))
                .addPnToLidMappings(
                        LIDMigrationMapping.newBuilder().setPn(15550100002L).setAssignedLid(3))
                .addPnToLidMappings(LIDMigrationMapping.newBuilder().setPn(0).setAssignedLid(4))
                .build();
        assertThat(PeerMessages.lidMappings(payload.toByteString()))
                .isEqualTo(Map.of(Jid.pn("15550100001"), Jid.lid("2"), Jid.pn("15550100002"), Jid.lid("3")));
        assertThatThrownBy(() -> PeerMessages.lidMappings(ByteString.copyFrom(new byte[] {1})))
                .isInstanceOf(MalformedMessage.class);
    }
}
