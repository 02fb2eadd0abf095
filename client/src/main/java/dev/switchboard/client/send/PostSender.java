// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.channel.NewsletterDepartment;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Sends posts to newsletters. They are not encrypted, so that a stanza can be finished at once.
public final class PostSender {

    private final Workbench bench;
    private final Outbox outbox;
    private final NewsletterDepartment newsletters;
    private final ContentBuilder content;
    private final Set<String> replacing = new HashSet<>();

    public PostSender(Workbench bench, Outbox outbox, NewsletterDepartment newsletters, Parents parents) {
        this.bench = bench;
        this.outbox = outbox;
        this.newsletters = newsletters;
        this.content = new ContentBuilder(bench, parents);
    }

    /// Takes a post over. An edit or revocation of an own post is not kept: it is done when the reply says so.
    public void send(OutgoingMessage message, Reply<SendOutcome> reply) {
        String id = message.id();
        if (!outbox.takes()) {
            bench.afterCommit(() -> reply.complete(new SendOutcome.NotConnected(id)));
            return;
        }
        if (replacing.contains(id) || bench.state().sentMessage(id).isPresent()) {
            bench.afterCommit(() -> reply.complete(new SendOutcome.AlreadyTaken(id)));
            return;
        }
        outbox.expect(id, reply);
        try {
            send(message, content.build(message.to(), message));
        } catch (Unsendable e) {
            outbox.fail(id, message.to(), SendFailure.of(e.kind()));
        } catch (WireException e) {
            outbox.fail(id, message.to(), SendFailure.of(SendFailure.Kind.INVALID_CONTENT));
        }
    }

    private void send(OutgoingMessage message, Message built) {
        Unwrapped unwrapped = Unwrapped.of(built);
        ProtocolMessage change = unwrapped.content().getProtocolMessage();
        switch (unwrapped.kind()) {
            case EDIT -> replace(message, change.getKey().getId(), Optional.of(change.getEditedMessage()));
            case REVOKE -> replace(message, change.getKey().getId(), Optional.empty());
            // Who reacts to a post names it by its number.
            case REACTION -> outbox.fail(message.id(), message.to(), SendFailure.of(SendFailure.Kind.UNSUPPORTED_CHAT));
            default -> post(message, built.toBuilder().clearMessageContextInfo().build());
        }
    }

    private void post(OutgoingMessage message, Message plain) {
        StanzaTraits traits = StanzaTraits.of(plain);
        NodeBuilder plaintext = Node.builder("plaintext").attrIfPresent("mediatype", traits.mediaType());
        dev.switchboard.wire.stanza.OutgoingMessage.Builder stanza =
                dev.switchboard.wire.stanza.OutgoingMessage.builder(message.to(), message.id(), traits.type())
                        .mediaId(file(message.content()).flatMap(UploadedMedia::handle))
                        .extra(plaintext.bytes(plain.toByteArray()).build());
        traits.extras().forEach(stanza::extra);
        Jid chat = message.to();
        bench.state().putSentMessage(new SentMessage(message.id(), chat, ContentBuilder.bytes(plain), bench.now()));
        outbox.tell(message.id(), chat, MessageStatus.PENDING, bench.now(), Optional.empty());
        outbox.put(stanza.build(), Purpose.MESSAGE, Optional.empty());
    }

    private static Optional<UploadedMedia> file(OutgoingContent content) {
        return switch (content) {
            case OutgoingContent.Image image -> Optional.of(image.file());
            case OutgoingContent.Video video -> Optional.of(video.file());
            case OutgoingContent.Audio audio -> Optional.of(audio.file());
            case OutgoingContent.VoiceNote note -> Optional.of(note.file());
            case OutgoingContent.Document document -> Optional.of(document.file());
            case OutgoingContent.Sticker sticker -> Optional.of(sticker.file());
            default -> Optional.empty();
        };
    }

    private void replace(OutgoingMessage message, String postId, Optional<Message> now) {
        replacing.add(message.id());
        String type = now.map(plain -> StanzaTraits.of(plain).type()).orElse("text");
        Optional<Bytes> bytes = now.map(ContentBuilder::bytes);
        newsletters.replace(message.to(), postId, type, bytes, answer -> replaced(message, answer));
    }

    private void replaced(OutgoingMessage message, Answer<Node> answer) {
        replacing.remove(message.id());
        switch (answer) {
            case Answer.Given<Node> _ -> {
                outbox.tell(message.id(), message.to(), MessageStatus.SENT, bench.now(), Optional.empty());
                outbox.complete(new SendOutcome.Sent(message.id(), bench.now()), message.id());
            }
            case Answer.Refused<Node>(int number, var _) ->
                outbox.fail(message.id(), message.to(), SendFailure.ofServer(number));
            case Answer.TimedOut<Node> _ ->
                outbox.fail(message.id(), message.to(), SendFailure.of(SendFailure.Kind.SERVER_TROUBLE));
            case Answer.NotConnected<Node> _ ->
                outbox.complete(new SendOutcome.NotConnected(message.id()), message.id());
        }
    }

    /// The connection ended.
    public void suspend() {
        replacing.clear();
    }
}
