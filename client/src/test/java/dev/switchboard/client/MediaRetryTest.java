// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The own phone is asked for files that the store has no more.
final class MediaRetryTest {

    private static final MessageRef MESSAGE = new MessageRef(Contact.LID, "PIC1", false, Optional.of(Contact.LID));

    private Stage stage;
    private Talk talk;
    private final MediaReference file = Samples.reference(MediaKind.IMAGE, "image/png");
    private final MediaKey key = file.key().orElseThrow();

    @BeforeEach
    void begin(TestInfo info) throws InterruptedException {
        stage = new Stage("media retry " + info.getDisplayName()).linked();
        talk = new Talk(stage);
    }

    private Receipt request() throws InterruptedException {
        Node node = talk.line.next("server-error", stanza -> stanza.hasText("type", "server-error"));
        talk.line.say(Ack.serverReplyTo(node).toNode());
        return Receipt.of(node);
    }

    private Node answer(String id, Optional<MediaRetryStanza.Sealed> sealed, OptionalInt error) {
        MediaRetryStanza answer =
                new MediaRetryStanza(sealed, Optional.of(Contact.LID), false, Optional.empty(), error);
        return Node.builder("notification")
                .attr("id", id)
                .attr("from", Stage.PN.bare())
                .attr("type", "mediaretry")
                .attr("t", stage.clock.instant().getEpochSecond())
                .children(answer.toNodes())
                .build();
    }

    private Node success(String path) {
        MediaRetryNotification notification = MediaRetryNotification.newBuilder()
                .setStanzaId("PIC1")
                .setDirectPath(path)
                .setResult(MediaRetryNotification.ResultType.SUCCESS)
                .build();
        return answer(
                "PIC1",
                Optional.of(MediaRetry.sealAnswer(key, "PIC1", notification, stage.random)),
                OptionalInt.empty());
    }

    @Test
    void asksThePhoneAndLearnsTheNewPlace() throws Exception {
        Reply<Answer<MediaReference>> reply = stage.companion.media().askAgain(MESSAGE, file);
        Receipt request = request();
        assertThat(request.type()).contains(ReceiptType.SERVER_ERROR);
        assertThat(request.id()).isEqualTo("PIC1");
        assertThat(request.route().to()).contains(Stage.PN.bare());
        MediaRetryStanza asked = ((Receipt.Details.MediaRetry) request.details()).request();
        assertThat(asked.chat()).contains(Contact.LID);
        assertThat(asked.fromMe()).isFalse();
        assertThat(MediaRetry.openRequest(key, "PIC1", asked.sealed().orElseThrow())
                        .getStanzaId())
                .isEqualTo("PIC1");

        talk.line.say(success("/v/new?x=1"));
        var given = (Answer.Given<MediaReference>)
                reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(given.value().directPath()).contains("/v/new?x=1");
        assertThat(given.value().key()).contains(key);
        assertThat(given.value().expected()).isEqualTo(file.expected());
        assertThat(stage.event(ClientEvent.MediaRefreshed.class).message()).isEqualTo(MESSAGE);
        assertThat(talk.line.nextAck().text("id")).contains("PIC1");
    }

    @Test
    void anAnswerAfterARestartIsAnEvent() throws Exception {
        stage.companion.media().askAgain(MESSAGE, file);
        request();
        talk.restart();
        talk.line.say(success("/v/late"));
        ClientEvent.MediaRefreshed refreshed = stage.event(ClientEvent.MediaRefreshed.class);
        assertThat(refreshed.file().flatMap(MediaReference::directPath)).contains("/v/late");
        assertThat(refreshed.message()).isEqualTo(MESSAGE);
    }

    @Test
    void hearsThatThePhoneHasItNoMore() throws Exception {
        Reply<Answer<MediaReference>> reply = stage.companion.media().askAgain(MESSAGE, file);
        request();
        talk.line.say(answer("PIC1", Optional.empty(), OptionalInt.of(2)));
        var refused = (Answer.Refused<MediaReference>)
                reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(refused.number()).isEqualTo(404);
        assertThat(stage.event(ClientEvent.MediaRefreshed.class).file()).isEmpty();
    }

    @Test
    void doesNotBelieveAnAnswerUnderAnotherKey() throws Exception {
        Reply<Answer<MediaReference>> reply = stage.companion.media().askAgain(MESSAGE, file);
        request();
        MediaRetryNotification forged = MediaRetryNotification.newBuilder()
                .setDirectPath("/v/evil")
                .setResult(MediaRetryNotification.ResultType.SUCCESS)
                .build();
        MediaKey other = MediaKey.generate(stage.random);
        talk.line.say(answer(
                "PIC1", Optional.of(MediaRetry.sealAnswer(other, "PIC1", forged, stage.random)), OptionalInt.empty()));
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aPhoneThatSaysNothingIsNotWaitedForForever() throws Exception {
        Reply<Answer<MediaReference>> reply = stage.companion.media().askAgain(MESSAGE, file);
        request();
        stage.settle();
        stage.pass(Duration.ofSeconds(61));
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.TimedOut.class);
    }

    @Test
    void anAnswerThatNobodyAskedForIsPassedOver() throws Exception {
        talk.line.say(success("/v/unasked"));
        assertThat(talk.line.nextAck().text("id")).contains("PIC1");
        assertThat(talk.heard("M1", Contact.text("still here")).text()).contains("still here");
    }
}
