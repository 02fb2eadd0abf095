// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.NumberStatus;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;

/// One linked, or yet to be linked, device of a WhatsApp account.
///
/// All methods are thread-safe and hand a command to the companion's own worker; those that return a [Reply] do so at
/// once. Only when very many commands are waiting does a caller wait for room, so call from virtual threads. Whatever
/// happens is told as events: in the store's commits, and then to the listener.
public final class Companion {

    private final CompanionConfig config;
    private final ClientRuntime runtime;
    private final DeviceStore store;
    private final ClientListener listener;

    /// A companion at rest, with what the store knows.
    public Companion(CompanionConfig config, ClientRuntime runtime, DeviceStore store, ClientListener listener) {
        this.config = config;
        this.runtime = runtime;
        this.store = store;
        this.listener = listener;
    }

    public LinkState state() {
        return new LinkState.Created();
    }

    /// The linked account, if there is one.
    public Optional<LinkedAccount> account() {
        return Optional.empty();
    }

    /// The QR text on display, if one is offered at this moment.
    public Optional<String> qrText() {
        return Optional.empty();
    }

    /// Connects: to log in if the store has a linked device, else to be linked by QR code.
    public void start() {}

    /// Disconnects and stays so; the link is kept. Done when the socket is closed.
    public Reply<LinkState> stop() {
        return new Reply<>();
    }

    /// Unlinks the device on the network and forgets its keys.
    public Reply<LinkState> logout() {
        return new Reply<>();
    }

    /// Asks for a code to type on the phone instead of scanning; starts the companion if it is at rest and unlinked.
    ///
    /// @param phone digits only, at least 7, no leading zero
    /// @return the code as `XXXX-XXXX`
    public Reply<Answer<String>> requestPairingCode(String phone) {
        return new Reply<>();
    }

    /// Hands over a message. The reply is done when the server has it or it is clear that it will not be sent; in between,
    /// crashes and reconnects included, its bytes are durable and sent again.
    public Reply<SendOutcome> send(OutgoingMessage message) {
        return new Reply<>();
    }

    /// Tells the authors that their messages were read: all of one chat and, in groups, of one author.
    public void markRead(List<MessageRef> messages) {}

    /// Tells the authors that their voice messages or videos were played.
    public void markPlayed(List<MessageRef> messages) {}

    /// Shows the account as online or not, from now on.
    public void showAvailable(boolean available) {}

    /// Asks to hear when a person comes and goes.
    public void subscribePresence(Jid person) {}

    /// Shows in a chat that the account is typing, recording, or not.
    public void showActivity(Jid chat, ChatActivity activity) {}

    /// Asks who of these numbers is on WhatsApp.
    ///
    /// @param numbers digits, with or without "+"
    public Reply<Answer<List<NumberStatus>>> lookUp(List<String> numbers) {
        return new Reply<>();
    }
}
