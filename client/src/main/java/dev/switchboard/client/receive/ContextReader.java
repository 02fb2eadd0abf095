// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.IncomingContext;
import dev.switchboard.client.event.IncomingContext.Advertisement;
import dev.switchboard.client.event.IncomingContext.Quoted;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageAssociation;
import dev.switchboard.wire.proto.MessageKey;
import java.util.List;
import java.util.Optional;

/// Reads what came with a message beside what it says.
final class ContextReader {

    private final DeviceDirectory directory;

    ContextReader(DeviceDirectory directory) {
        this.directory = directory;
    }

    IncomingContext read(Jid chat, Party sender, Unwrapped unwrapped) {
        Message content = unwrapped.content();
        Optional<ContextInfo> info = MessageContext.find(content);
        Optional<MessageRef> album = album(chat, sender, unwrapped);
        boolean viewOnce = isViewOnce(unwrapped);
        if (info.isEmpty() && album.isEmpty() && !viewOnce) {
            return IncomingContext.NONE;
        }
        MessageContext context = MessageContext.of(content);
        return new IncomingContext(
                quoted(chat, context),
                mentions(context),
                context.mentionsAll(),
                context.forwardingScore(),
                context.timer(),
                viewOnce,
                album,
                info.flatMap(ContextReader::advertisement));
    }

    private static boolean isViewOnce(Unwrapped unwrapped) {
        Message content = unwrapped.content();
        boolean marked = content.getImageMessage().getViewOnce()
                || content.getVideoMessage().getViewOnce()
                || content.getAudioMessage().getViewOnce();
        // Messages with things to press come in the same envelope, and stay.
        return marked || (unwrapped.isViewOnce() && unwrapped.kind().isMedia());
    }

    private List<Party> mentions(MessageContext context) {
        return context.mentions().stream()
                .filter(jid -> jid.isPn() || jid.isLid())
                .map(directory::party)
                .distinct()
                .toList();
    }

    private Optional<Quoted> quoted(Jid chat, MessageContext context) {
        return context.quotedId().filter(id -> !id.isEmpty()).map(id -> {
            Optional<Jid> author = context.quotedAuthor().map(Jid::normalized);
            boolean mine = author.map(directory::isSelf).orElse(false);
            MessageRef target = new MessageRef(context.quotedChat().orElse(chat), id, mine, author);
            Optional<Message> quoted = context.quoted();
            return new Quoted(
                    target,
                    quoted.flatMap(ContextReader::words),
                    quoted.map(message -> Bytes.copyOf(message.toByteArray())).orElse(Bytes.EMPTY));
        });
    }

    /// A quotation that makes no sense has no words.
    private static Optional<String> words(Message quoted) {
        try {
            return MessageText.of(quoted);
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    private Optional<MessageRef> album(Jid chat, Party sender, Unwrapped unwrapped) {
        MessageAssociation association = unwrapped.context().getMessageAssociation();
        MessageKey head = association.getParentMessageKey();
        boolean part = association.getAssociationType() == MessageAssociation.AssociationType.MEDIA_ALBUM
                && !head.getId().isEmpty();
        if (!part) {
            return Optional.empty();
        }
        // Parts and head have the same author.
        boolean mine = directory.isSelf(sender.jid());
        Optional<Jid> author = mine
                ? Optional.empty()
                : MessageKeys.participant(head).map(Jid::normalized).or(() -> Optional.of(sender.jid()));
        return Optional.of(new MessageRef(chat, head.getId(), mine, author));
    }

    private static Optional<Advertisement> advertisement(ContextInfo info) {
        if (!info.hasExternalAdReply()) {
            return Optional.empty();
        }
        ContextInfo.ExternalAdReplyInfo ad = info.getExternalAdReply();
        return Optional.of(new Advertisement(
                Values.text(ad.getTitle()),
                Values.text(ad.getBody()),
                Values.text(ad.getSourceUrl()),
                Values.text(ad.getSourceId())));
    }
}
