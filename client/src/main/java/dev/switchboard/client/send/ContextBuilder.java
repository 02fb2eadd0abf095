// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.Message;

/// Builds what goes with a message beside what it says.
final class ContextBuilder {

    private final Workbench bench;

    ContextBuilder(Workbench bench) {
        this.bench = bench;
    }

    ContextInfo build(Jid chat, OutgoingContext context) {
        ContextInfo.Builder info = ContextInfo.newBuilder();
        context.quote().ifPresent(quote -> info.mergeFrom(reply(chat, quote)));
        info.mergeFrom(MessageContext.mention(context.mentions()));
        if (context.mentionsAll()) {
            info.mergeFrom(MessageContext.mentionAll());
        }
        if (context.forwardingScore() > 0) {
            info.mergeFrom(MessageContext.forwarded(context.forwardingScore()));
        }
        context.timer()
                .filter(timer -> !timer.isZero())
                .ifPresent(timer -> info.setExpiration((int) timer.toSeconds()));
        return info.build();
    }

    private ContextInfo reply(Jid chat, Quote quote) {
        MessageRef target = quote.target();
        Jid author = author(chat, target);
        boolean elsewhere = !target.chat().equals(chat) && !(isPerson(target.chat()) && isPerson(chat));
        return elsewhere
                ? MessageContext.reply(target.id(), author, quoted(quote), target.chat())
                : MessageContext.reply(target.id(), author, quoted(quote));
    }

    private static boolean isPerson(Jid jid) {
        return jid.isPn() || jid.isLid();
    }

    /// The quoted message as the owner tells it; an own one may be known here.
    private Message quoted(Quote quote) {
        if (!quote.content().isEmpty()) {
            return MessageCodec.parse(quote.content().toByteArray());
        }
        return bench.state()
                .sentMessage(quote.target().id())
                .map(sent -> ContentBuilder.parse(sent.content()))
                .orElse(Message.getDefaultInstance());
    }

    private Jid author(Jid chat, MessageRef target) {
        Account account = bench.state().account();
        Jid self = chat.isPn() ? account.pn() : account.lid();
        return target.fromMe() ? self.bare() : target.author().orElse(chat);
    }
}
