// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.Resends;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes in what devices say about messages they were sent.
public final class ReceiptReader {

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final Resends resends;

    public ReceiptReader(Workbench bench, DeviceDirectory directory, Resends resends) {
        this.bench = bench;
        this.directory = directory;
        this.resends = resends;
    }

    /// Takes a `<receipt>` in.
    public void receipt(Node stanza) {
        Receipt receipt = Receipt.of(stanza);
        Optional<Jid> from = receipt.route().from();
        if (from.isPresent() && receipt.type().isPresent()) {
            take(receipt, receipt.type().get(), from.get());
        }
        bench.send(Ack.replyTo(stanza).toNode());
    }

    private void take(Receipt receipt, ReceiptType type, Jid from) {
        Instant at = receipt.timestamp().orElseGet(bench::now);
        switch (receipt.details()) {
            case Receipt.Details.Retry(var request) ->
                resends.answer(receipt.route().participant().orElse(from), request, receipt.timestamp());
            case Receipt.Details.Readers(String id, List<Receipt.Details.Reader> readers) ->
                status(type)
                        .ifPresent(status -> readers.forEach(reader -> tell(
                                from,
                                List.of(id),
                                status,
                                reader.user(),
                                reader.timestamp().orElse(at))));
            case Receipt.Details.None _, Receipt.Details.MediaRetry _, Receipt.Details.Views _ ->
                takePlain(receipt, type, from, at);
        }
    }

    private void takePlain(Receipt receipt, ReceiptType type, Jid from, Instant at) {
        Jid by = receipt.route().participant().orElse(from);
        if (directory.isSelf(by)) {
            boolean read = type == ReceiptType.READ || type == ReceiptType.READ_SELF;
            Optional<Jid> chat = receipt.route().participant().isPresent()
                    ? Optional.of(from)
                    : receipt.route().recipient();
            if (read && chat.isPresent()) {
                bench.emit(new ClientEvent.ReadElsewhere(directory.party(chat.get()), receipt.ids(), at));
            }
            return;
        }
        status(type).ifPresent(status -> tell(from, receipt.ids(), status, by, at));
    }

    private void tell(Jid chat, List<String> ids, MessageStatus status, Jid by, Instant at) {
        Party reader = directory.party(by);
        bench.emit(new ClientEvent.MessageStatusChanged(
                directory.party(chat), ids, status, Optional.of(reader), at, Optional.empty()));
    }

    private static Optional<MessageStatus> status(ReceiptType type) {
        return switch (type) {
            case DELIVERED, INACTIVE -> Optional.of(MessageStatus.DELIVERED);
            case READ -> Optional.of(MessageStatus.READ);
            case PLAYED -> Optional.of(MessageStatus.PLAYED);
            case SENDER, READ_SELF, PLAYED_SELF, PEER_MESSAGE, HISTORY_SYNC, RETRY, REKEY_RETRY, SERVER_ERROR, VIEW ->
                Optional.empty();
        };
    }
}
