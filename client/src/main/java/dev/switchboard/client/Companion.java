// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.device.Account;
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
import dev.switchboard.wire.stanza.ChatState;
import dev.switchboard.wire.stanza.Presence;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One linked, or yet to be linked, device of a WhatsApp account.
///
/// All methods are thread-safe and hand a command to the companion's own worker; those that return a [Reply] do so at
/// once. Only when very many commands are waiting does a caller wait for room, so call from virtual threads. Whatever
/// happens is told as events: in the store's commits, and then to the listener.
public final class Companion {

    private final CompanionWorker worker;

    /// A companion at rest. Nothing is read from the store before it is started.
    public Companion(CompanionConfig config, ClientRuntime runtime, DeviceStore store, ClientListener listener) {
        this.worker = new CompanionWorker(config, runtime, store, listener);
    }

    public LinkState state() {
        return worker.state();
    }

    /// The linked account, if there is one; known once the companion was started.
    public Optional<LinkedAccount> account() {
        return worker.account().map(Companion::describe);
    }

    private static LinkedAccount describe(Account account) {
        return new LinkedAccount(
                account.pn(),
                account.lid(),
                account.platform(),
                account.pushName(),
                account.businessName(),
                account.linkedAt());
    }

    /// The QR text on display, if one is offered at this moment.
    public Optional<String> qrText() {
        return worker.qrText();
    }

    /// Connects: to log in if the store has a linked device, else to be linked by QR code.
    public void start() {
        worker.command(worker::start, worker::startAgain);
    }

    /// Disconnects and stays so; the link is kept. Done when the socket is closed.
    public Reply<LinkState> stop() {
        Reply<LinkState> reply = new Reply<>();
        worker.command(() -> worker.stop(reply), () -> reply.complete(worker.state()));
        return reply;
    }

    /// Unlinks the device on the network and forgets its keys. Without a connection only the latter is possible, and
    /// the phone goes on listing the device until it is removed there.
    public Reply<LinkState> logout() {
        Reply<LinkState> reply = new Reply<>();
        worker.command(() -> worker.logout(reply), () -> reply.complete(worker.state()));
        return reply;
    }

    /// Asks for a code to type on the phone instead of scanning; starts the companion if it is at rest and unlinked.
    ///
    /// @param phone digits only, at least 7, no leading zero
    /// @return the code as `XXXX-XXXX`
    public Reply<Answer<String>> requestPairingCode(String phone) {
        Reply<Answer<String>> reply = new Reply<>();
        worker.command(() -> worker.requestCode(phone, reply), () -> reply.complete(new Answer.NotConnected<>()));
        return reply;
    }

    /// Hands over a message. The reply is done when the server has it or it is clear that it will not be sent; in
    /// between, crashes and reconnects included, its bytes are durable and sent again.
    public Reply<SendOutcome> send(OutgoingMessage message) {
        Reply<SendOutcome> reply = new Reply<>();
        worker.command(
                () -> worker.departments().send(message, reply),
                () -> reply.complete(new SendOutcome.NotConnected(message.id())));
        return reply;
    }

    /// Hands over a status for people to see, as [#send(OutgoingMessage)] does for chats; it goes to the status list.
    ///
    /// @param message addressed to [Jid#STATUS]
    /// @param people who shall see it; with none named, whom the account's own privacy setting names
    public Reply<SendOutcome> postStatus(OutgoingMessage message, List<Jid> people) {
        Reply<SendOutcome> reply = new Reply<>();
        worker.command(
                () -> worker.departments().statuses().post(message, people, reply),
                () -> reply.complete(new SendOutcome.NotConnected(message.id())));
        return reply;
    }

    /// Files of messages.
    public MediaFiles media() {
        return new MediaFiles(worker);
    }

    /// Groups and communities.
    public Groups groups() {
        return new Groups(worker);
    }

    /// Newsletters, which people know as channels.
    public Newsletters newsletters() {
        return new Newsletters(worker);
    }

    /// Tells the authors that their messages were read.
    public void markRead(List<MessageRef> messages) {
        sendReceipts(ReceiptType.READ, messages);
    }

    /// Tells the authors that their voice messages or videos were played.
    public void markPlayed(List<MessageRef> messages) {
        sendReceipts(ReceiptType.PLAYED, messages);
    }

    private record Addressee(Jid chat, Optional<Jid> author) {}

    private void sendReceipts(ReceiptType type, List<MessageRef> messages) {
        Map<Addressee, List<String>> byAddressee = messages.stream()
                .filter(message -> !message.fromMe())
                .collect(Collectors.groupingBy(
                        message -> new Addressee(
                                message.chat(),
                                message.chat().isGroup() || message.chat().isBroadcast()
                                        ? message.author()
                                        : Optional.empty()),
                        LinkedHashMap::new,
                        Collectors.mapping(MessageRef::id, Collectors.toList())));
        whenConnected(() -> byAddressee.forEach((addressee, ids) -> {
            Route route = Route.to(addressee.chat()).withParticipant(addressee.author());
            worker.bench()
                    .send(Receipt.of(
                                    told(type, addressee.chat()),
                                    ids,
                                    route,
                                    Optional.of(worker.bench().now()))
                            .toNode());
        }));
    }

    /// In chats with one person, an account may keep to itself what it has seen.
    private ReceiptType told(ReceiptType type, Jid chat) {
        boolean hidden = !chat.isGroup() && worker.departments().privacy().hidesWhatWasRead();
        return switch (type) {
            case READ -> hidden ? ReceiptType.READ_SELF : type;
            case PLAYED -> hidden ? ReceiptType.PLAYED_SELF : type;
            default -> type;
        };
    }

    /// Shows the account as online or not, from now on.
    public void showAvailable(boolean available) {
        worker.command(() -> worker.showAvailable(available), () -> {});
    }

    /// Asks to hear when a person comes and goes, for as long as the connection lasts.
    public void subscribePresence(Jid person) {
        whenConnected(() -> worker.bench()
                .send(new Presence.Subscribe(
                                person.bare(), worker.departments().directory().liveToken(person))
                        .toNode()));
    }

    /// Shows in a chat that the account is typing, recording, or not.
    public void showActivity(Jid chat, ChatActivity activity) {
        ChatState.Activity doing = switch (activity) {
            case COMPOSING -> ChatState.Activity.COMPOSING;
            case RECORDING -> ChatState.Activity.RECORDING;
            case PAUSED -> ChatState.Activity.PAUSED;
        };
        whenConnected(() -> worker.bench().send(ChatState.to(chat.bare(), doing).toNode()));
    }

    private void whenConnected(Runnable work) {
        worker.command(
                () -> {
                    if (worker.departments().outbox().takes()) {
                        work.run();
                    }
                },
                () -> {});
    }

    /// Looks whether the connection is alive.
    ///
    /// @param drain whether to have the server deliver anew what it may be holding back, too
    /// @param limit how long each of the two may take
    public Reply<Answer<Vitals>> probe(boolean drain, Duration limit) {
        return worker.ask(then -> worker.probe(drain, limit, then));
    }

    /// When the network last delivered something, beside answers to questions; empty before the first time.
    public Optional<Instant> lastDelivery() {
        return worker.lastDelivery();
    }

    /// Gives up a connection that delivers nothing any more, and makes it anew.
    public void revive() {
        worker.command(worker::revive, () -> {});
    }

    /// Asks who of these numbers is on WhatsApp.
    ///
    /// @param numbers digits, with or without "+"
    public Reply<Answer<List<NumberStatus>>> lookUp(List<String> numbers) {
        List<String> digits = numbers.stream()
                .map(number -> number.startsWith("+") ? number.substring(1) : number)
                .toList();
        return worker.ask(then -> worker.departments().directory().lookUpNumbers(digits, then));
    }

    /// The state that all devices of the account share: chats, labels, contacts, settings.
    public AccountState accountState() {
        return new AccountState(worker);
    }

    /// Other people, and the own profile.
    public People people() {
        return new People(worker);
    }

    /// Calls that come in.
    public Calls calls() {
        return new Calls(worker);
    }

    /// What was before this device was linked.
    public History history() {
        return new History(worker);
    }

    /// Linking that is guarded by a passkey.
    public PasskeyLinking passkey() {
        return new PasskeyLinking(worker);
    }
}
