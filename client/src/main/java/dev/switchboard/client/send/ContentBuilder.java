// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;

/// Turns what the owner wants to say into the message that is encrypted.
final class ContentBuilder {

    private static final int SECRET_SIZE = 32;

    private final Workbench bench;

    ContentBuilder(Workbench bench) {
        this.bench = bench;
    }

    /// The message for a chat.
    ///
    /// @param chat the chat as it is addressed
    /// @throws dev.switchboard.wire.MalformedMessage if raw content is no message
    Message build(Jid chat, OutgoingContent content) {
        Message message = switch (content) {
            case OutgoingContent.Text text -> text(chat, text);
            case OutgoingContent.Edit(MessageRef target, String text) ->
                MessageContent.edit(key(chat, target), MessageContent.text(text), bench.now());
            case OutgoingContent.Revoke(MessageRef target) -> MessageContent.revoke(key(chat, target));
            case OutgoingContent.Reaction(MessageRef target, String emoji) ->
                MessageContent.reaction(key(chat, target), emoji, bench.now());
            case OutgoingContent.Raw(Bytes raw) -> MessageCodec.parse(raw.toByteArray());
        };
        boolean lacksSecret = message.getMessageContextInfo().getMessageSecret().isEmpty();
        return lacksSecret && MessageContent.wantsSecret(Unwrapped.of(message).kind()) ? withSecret(message) : message;
    }

    private Message withSecret(Message message) {
        byte[] secret = new byte[SECRET_SIZE];
        bench.random().nextBytes(secret);
        return MessageContent.withSecret(message, Bytes.copyOf(secret));
    }

    private Message text(Jid chat, OutgoingContent.Text text) {
        Message message = text.quote()
                .map(quote -> MessageContent.text(
                        text.text(),
                        MessageContext.reply(quote.target().id(), author(chat, quote.target()), quoted(quote))))
                .orElseGet(() -> MessageContent.text(text.text()));
        return text.mentions().isEmpty()
                ? message
                : MessageContext.add(message, MessageContext.mention(text.mentions()));
    }

    private static Message quoted(Quote quote) {
        return quote.content().isEmpty()
                ? Message.getDefaultInstance()
                : MessageCodec.parse(quote.content().toByteArray());
    }

    private Jid author(Jid chat, MessageRef target) {
        Account account = bench.state().account();
        Jid self = chat.isPn() ? account.pn() : account.lid();
        return target.fromMe() ? self.bare() : target.author().orElse(chat);
    }

    private static MessageKey key(Jid chat, MessageRef target) {
        boolean needsAuthor = chat.isGroup() && !target.fromMe();
        return needsAuthor && target.author().isPresent()
                ? MessageKeys.of(chat, false, target.id(), target.author().get())
                : MessageKeys.of(chat, target.fromMe(), target.id());
    }

    /// The bytes of a message.
    static Bytes bytes(Message message) {
        return Bytes.copyOf(message.toByteArray());
    }

    /// The message of these bytes.
    static Message parse(Bytes bytes) {
        return MessageCodec.parse(bytes.toByteArray());
    }
}
