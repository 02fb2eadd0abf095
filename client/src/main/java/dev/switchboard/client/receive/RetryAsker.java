// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.device.Undecrypted;
import dev.switchboard.client.device.Unread;
import dev.switchboard.client.login.PreKeyUpkeep;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.signal.RetryReason;
import dev.switchboard.wire.stanza.IncomingMessage;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks for messages again that cannot be read: first their senders, and after a while the own phone.
final class RetryAsker {

    private static final int LIMIT = 5;
    private static final String LIST = "list";
    private static final int WITH_KEYS_FROM = 2;
    private static final Duration PHONE_AFTER = Duration.ofSeconds(5);
    private static final Duration PHONE_KNOWS = Duration.ofDays(14);

    private final Workbench bench;
    private final PreKeyUpkeep preKeys;
    private final PhoneRequests phone;

    RetryAsker(Workbench bench, PreKeyUpkeep preKeys, PhoneRequests phone) {
        this.bench = bench;
        this.preKeys = preKeys;
        this.phone = phone;
    }

    /// A message could not be decrypted.
    ///
    /// @return whether this is the first time
    boolean ask(Node stanza, IncomingMessage message, Origin origin, RetryReason reason) {
        Undecrypted before = bench.state()
                .undecrypted(origin.user(), message.id())
                .orElseGet(() -> new Undecrypted(0, bench.now(), false, false));
        int count = before.requests() + 1;
        if (before.resolved() || count > LIMIT) {
            return false;
        }
        bench.state().putUndecrypted(origin.user(), message.id(), before.withRequests(count));
        Credentials credentials = bench.state().credentials();
        boolean withKeys = count >= WITH_KEYS_FROM
                || reason == RetryReason.NO_SESSION
                // A sender whose session is damaged gets a new one at once, and damages no further messages.
                || reason == RetryReason.BAD_MAC
                || reason == RetryReason.INVALID_KEY_ID
                || reason == RetryReason.UNKNOWN_COMPANION;
        RetryRequest request = new RetryRequest(
                message.id(),
                count,
                Optional.of(message.timestamp()),
                reason.code(),
                credentials.keys().registrationId(),
                withKeys ? Optional.of(keys(credentials)) : Optional.empty());
        bench.send(Receipt.retry(Route.backTo(stanza), request)
                .withCategory(message.category())
                .toNode());
        if (count == 1) {
            askPhoneLater(message, origin);
        }
        return count == 1;
    }

    private KeyBundle keys(Credentials credentials) {
        OwnKeys keys = credentials.keys();
        return new KeyBundle(
                keys.registrationId(),
                keys.identity().publicKey(),
                keys.signedPreKey().publicPreKey(),
                Optional.of(preKeys.forOnePeer().publicPreKey()),
                Optional.of(credentials.requireAccount().deviceIdentity()));
    }

    /// Asks the own phone for a message in a while, unless it has become readable by then. Until it was asked, a
    /// restart does not forget it.
    void askPhoneLater(IncomingMessage message, Origin origin) {
        boolean phoneHasIt = !origin.ownPhone() && !message.isPeer();
        if (phoneHasIt && message.timestamp().isAfter(bench.now().minus(PHONE_KNOWS))) {
            Unread.Message unread =
                    new Unread.Message(origin.user(), origin.device(), origin.chat(), message.id(), origin.own());
            keep(unread().with(unread));
            bench.later(PHONE_AFTER, () -> askPhone(unread));
        }
    }

    /// Asks for what was left when the last connection ended.
    void resume() {
        unread().messages().forEach(unread -> bench.later(PHONE_AFTER, () -> askPhone(unread)));
    }

    private Unread unread() {
        return bench.state().kept(Shelf.UNREAD, LIST).map(Unread::decode).orElse(Unread.NONE);
    }

    private void keep(Unread unread) {
        if (unread.messages().isEmpty()) {
            bench.state().discard(Shelf.UNREAD, LIST);
        } else {
            bench.state().keep(Shelf.UNREAD, LIST, unread.encode(), bench.now());
        }
    }

    private void askPhone(Unread.Message unread) {
        if (bench.state().findCredentials().filter(Credentials::linked).isEmpty() || !bench.connected()) {
            return;
        }
        Optional<Undecrypted> state = bench.state().undecrypted(unread.user(), unread.id());
        keep(unread().without(unread.user(), unread.id()));
        if (state.isEmpty() || state.get().resolved() || state.get().askedPhone()) {
            return;
        }
        bench.state().putUndecrypted(unread.user(), unread.id(), state.get().withAskedPhone());
        Jid chat = unread.chat();
        MessageKey key = chat.isGroup()
                ? MessageKeys.of(chat, unread.own(), unread.id(), unread.device())
                : MessageKeys.of(chat, unread.own(), unread.id());
        phone.send(PeerMessages.placeholderResend(List.of(key)));
    }

    /// Remembers a message for which there is nothing to decrypt, so that the phone can be asked.
    void noteUnavailable(IncomingMessage message, Origin origin) {
        if (bench.state().undecrypted(origin.user(), message.id()).isEmpty()) {
            bench.state().putUndecrypted(origin.user(), message.id(), new Undecrypted(0, bench.now(), false, false));
            askPhoneLater(message, origin);
        }
    }

    /// A message became readable.
    ///
    /// @return false if it had been delivered by other means before
    boolean resolved(Jid user, String id) {
        Optional<Undecrypted> state = bench.state().undecrypted(user, id);
        if (state.isEmpty()) {
            return true;
        }
        boolean fresh = !state.get().resolved();
        bench.state().putUndecrypted(user, id, state.get().asResolved());
        return fresh;
    }
}
