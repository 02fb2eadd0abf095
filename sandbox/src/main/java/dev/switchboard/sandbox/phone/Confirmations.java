// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.util.Optional;

/// What receipts from others say about a phone's messages. Lives on the phone's lane.
final class Confirmations {

    private final PhoneContext phone;
    private final ChatHistory history;
    private final CompanionDesk companions;
    private final Sender sender;
    private final GroupSender groupSender;
    private final MediaRetries mediaRetries;

    Confirmations(
            PhoneContext phone, ChatHistory history, CompanionDesk companions, Sender sender, GroupSender groupSender) {
        this.phone = phone;
        this.history = history;
        this.companions = companions;
        this.sender = sender;
        this.groupSender = groupSender;
        this.mediaRetries = new MediaRetries(phone, history, companions);
    }

    /// Takes in a receipt.
    void take(Receipt receipt) {
        Route route = receipt.route();
        Optional<Jid> device = route.participant().or(route::from);
        if (device.isEmpty() || receipt.type().isEmpty()) {
            return;
        }
        if (receipt.details() instanceof Receipt.Details.Retry(var request)) {
            retry(route, device.get(), request);
        } else if (receipt.details() instanceof Receipt.Details.MediaRetry(var request)) {
            if (phone.isSelf(device.get())) {
                mediaRetries.asked(device.get(), receipt.id(), request);
            }
        } else if (phone.isSelf(device.get())) {
            fromOwn(receipt, device.get().device(), receipt.type().get());
        } else {
            reached(receipt.type().get())
                    .ifPresent(status -> receipt.ids()
                            .forEach(id -> history.find(id)
                                    .filter(HistoryEntry::fromMe)
                                    .ifPresent(entry -> history.change(entry, old -> old.reached(status)))));
        }
    }

    private void retry(Route route, Jid device, RetryRequest request) {
        Optional<Jid> group = route.from().filter(Jid::isGroup);
        if (group.isPresent()) {
            groupSender.resend(group.get(), device, request);
            return;
        }
        boolean peer = phone.isSelf(device) && companions.resend(device.device(), request);
        if (!peer && route.participant().isEmpty()) {
            sender.resend(device, route.recipient(), request);
        }
    }

    private void fromOwn(Receipt receipt, int device, ReceiptType type) {
        switch (type) {
            case PEER_MESSAGE, HISTORY_SYNC -> companions.confirmed(device, receipt.ids());
            case READ, READ_SELF, PLAYED, PLAYED_SELF -> {
                MessageStatus status = reached(type).orElseThrow();
                receipt.ids()
                        .forEach(id -> history.find(id)
                                .filter(entry -> !entry.fromMe())
                                .ifPresent(entry -> history.change(entry, old -> old.reached(status))));
            }
            case DELIVERED, INACTIVE, SENDER, RETRY, REKEY_RETRY, SERVER_ERROR, VIEW -> {}
        }
    }

    private static Optional<MessageStatus> reached(ReceiptType type) {
        return switch (type) {
            case DELIVERED, INACTIVE -> Optional.of(MessageStatus.DELIVERED);
            case READ, READ_SELF -> Optional.of(MessageStatus.READ);
            case PLAYED, PLAYED_SELF -> Optional.of(MessageStatus.PLAYED);
            case SENDER, PEER_MESSAGE, HISTORY_SYNC, RETRY, REKEY_RETRY, SERVER_ERROR, VIEW -> Optional.empty();
        };
    }
}
