// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.phone.AutoBehaviour.Receipts;
import dev.switchboard.sandbox.phone.PhoneContext.Surroundings;
import dev.switchboard.sandbox.primary.AccountChange;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.CompanionReady;
import dev.switchboard.sandbox.primary.Delivery;
import dev.switchboard.sandbox.primary.PhoneKeys;
import dev.switchboard.sandbox.primary.PhoneTurn;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.stanza.ChatState;
import dev.switchboard.wire.stanza.ChatState.Activity;
import dev.switchboard.wire.stanza.IncomingMessage;
import dev.switchboard.wire.stanza.PreKeyUpload;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One simulated phone: takes in what is addressed to device 0, does what an operator wants, and behaves by itself as
/// it was told.
///
/// Methods that take a stanza or a companion return at once; the others wait for the phone's lane. Safe for many
/// threads.
final class Phone {

    private static final Logger LOG = LoggerFactory.getLogger(Phone.class);
    private static final String IDENTITY = "identity";
    private static final String AUTO = "auto";
    private static final int ONE_TIME_KEYS = 30;
    private static final int SECRET_SIZE = 32;

    private final PhoneContext context;
    private final PhoneLane lane;
    private final Timers timers;
    private final ChatHistory history;
    private final EntryExtras extras;
    private final Typing typing;
    private final Outbox outbox;
    private final PrivacyTokens tokens;
    private final Sender sender;
    private final GroupBook groups;
    private final GroupSender groupSender;
    private final Inbox inbox;
    private final SyncKeys syncKeys;
    private final AppStateBook appState;
    private final CompanionDesk companions;
    private final Confirmations confirmations;
    private final CodeEntry codeEntry;
    private final Map<String, CompletableFuture<OptionalInt>> awaitingAck = new HashMap<>();
    private AutoBehaviour auto = AutoBehaviour.SILENT;

    /// Where a phone's work is done.
    ///
    /// @param executor runs lanes
    /// @param timers let things happen later
    record Workplace(Executor executor, Timers timers) {}

    private Phone(Person self, Surroundings surroundings, PhoneIdentity identity, Workplace workplace) {
        context = new PhoneContext(self, surroundings, identity);
        lane = new PhoneLane(workplace.executor(), context::submit);
        timers = workplace.timers();
        history = new ChatHistory(context.turn());
        extras = new EntryExtras(context);
        typing = new Typing(context);
        outbox = new Outbox(context.turn());
        tokens = new PrivacyTokens(context);
        sender = new Sender(context, outbox, tokens);
        groups = context.groups();
        groupSender = new GroupSender(context, outbox, sender, groups);
        inbox = new Inbox(context, history, extras);
        syncKeys = new SyncKeys(context);
        appState = new AppStateBook(context, syncKeys);
        companions = new CompanionDesk(context, sender, syncKeys, appState, history);
        confirmations = new Confirmations(context, history, companions, sender, groupSender);
        codeEntry = new CodeEntry(context);
    }

    /// A new installation with its first step, which is not taken here.
    static Started start(
            Person self, Surroundings surroundings, PhoneIdentity identity, AccountView account, Workplace workplace) {
        Phone phone = new Phone(self, surroundings, identity, workplace);
        phone.context.turn().put(IDENTITY, identity.encode());
        phone.context.counters().takePreKeyIds(ONE_TIME_KEYS);
        phone.appState.publishFirst(account, phone.syncKeys.create());
        return new Started(phone, phone.context.turn().take());
    }

    /// A phone and its first step.
    record Started(Phone phone, PhoneTurn first) {}

    /// What the server is told of a new installation.
    static PhoneKeys published(PhoneIdentity identity) {
        return identity.published(1, ONE_TIME_KEYS);
    }

    /// A phone as it was saved.
    static Phone restore(Person self, Surroundings surroundings, Map<String, Bytes> state, Workplace workplace) {
        PhoneIdentity identity = PhoneIdentity.decode(Optional.ofNullable(state.get(IDENTITY))
                .orElseThrow(() -> new IllegalStateException("a phone without keys")));
        Phone phone = new Phone(self, surroundings, identity, workplace);
        phone.lane.add(() -> phone.restore(state));
        return phone;
    }

    private void restore(Map<String, Bytes> state) {
        context.counters().restore(state);
        context.sessions().restore(state);
        history.restore(state);
        extras.restore(state);
        outbox.restore(state);
        groupSender.restore(state);
        groups.past().restore(state);
        tokens.restore(state);
        syncKeys.restore(state);
        appState.restore(state);
        companions.restore(state);
        Bytes habits = state.get(AUTO);
        if (habits != null) {
            setAuto(AutoBehaviour.decode(habits));
        }
    }

    Person self() {
        return context.self();
    }

    // What the server brings.

    /// Takes in a stanza that must be dealt with.
    void deliver(Delivery delivery) {
        lane.add(() -> {
            try {
                dealWith(delivery.stanza());
            } catch (WireException malformed) {
                LOG.warn(
                        "a phone cannot read a {} stanza: {}", delivery.stanza().tag(), malformed.code());
            } finally {
                context.turn().done(delivery.entry());
            }
        });
    }

    private void dealWith(Node stanza) {
        switch (stanza.tag()) {
            case "message" -> {
                if (stanza.hasChild("enc")) {
                    follow(inbox.take(IncomingMessage.of(stanza)));
                } else if (stanza.hasChild("plaintext")) {
                    inbox.takePost(IncomingMessage.of(stanza), stanza.hasText("is_sender", "true"));
                }
            }
            case "receipt" -> confirmations.take(Receipt.of(stanza));
            case "notification" -> notified(stanza);
            default -> LOG.debug("a phone has no use for {}", stanza.tag());
        }
    }

    private void notified(Node notification) {
        switch (notification.text("type").orElse("")) {
            case "encrypt" -> notification.child("count").ifPresent(_ -> uploadKeys());
            case "w:gp2" -> groups.take(notification);
            case "privacy_token" -> tokens.take(notification);
            case "server_sync" -> appState.changed(notification.children("collection"));
            default -> LOG.debug("a phone has no use for the notification");
        }
    }

    private void uploadKeys() {
        PhoneIdentity identity = context.identity();
        List<PreKey> keys = identity.preKeys(context.counters().takePreKeyIds(ONE_TIME_KEYS), ONE_TIME_KEYS);
        PreKeyUpload upload = new PreKeyUpload(
                identity.registrationId(),
                identity.keyPair().publicKey(),
                keys.stream().map(PreKey::publicPreKey).toList(),
                identity.signedPreKey().publicPreKey());
        context.turn().send(upload.toIq(context.newMessageId()));
    }

    private void follow(Inbox.Outcome outcome) {
        switch (outcome) {
            case Inbox.Outcome.Arrived arrived -> {
                typing.ended(arrived.entry().chat());
                react(arrived);
            }
            case Inbox.Outcome.Peer(Jid companion, String id, var message) ->
                companions.asked(companion.device(), id, message);
            case Inbox.Outcome.Settled() -> {}
        }
    }

    /// Takes in a stanza that nothing keeps.
    void receive(Node stanza) {
        lane.add(() -> {
            if (stanza.hasTag("chatstate")) {
                typing.take(stanza);
            } else if (stanza.hasTag("ack") && stanza.hasText("class", "message")) {
                acknowledged(stanza);
            } else if (stanza.hasTag("notification") && stanza.hasText("type", "link_code_companion_reg")) {
                codeEntry.take(stanza);
            }
        });
    }

    private void acknowledged(Node ack) {
        String id = ack.text("id").orElse("");
        OptionalInt error = ack.text("error")
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
        if (error.isEmpty()) {
            history.find(id)
                    .filter(HistoryEntry::fromMe)
                    .ifPresent(entry -> history.change(entry, old -> old.reached(MessageStatus.SENT)));
        }
        CompletableFuture<OptionalInt> waiting = awaitingAck.remove(id);
        if (waiting != null) {
            waiting.complete(error);
        }
    }

    /// A companion can be written to.
    void companionReady(CompanionReady companion) {
        lane.add(() -> companions.ready(companion));
    }

    /// A companion is gone.
    void companionRemoved(int device) {
        lane.add(() -> {
            companions.removed(device);
            Linking.publishKeyIndexes(context);
        });
    }

    // What an operator wants.

    /// A message on its way.
    ///
    /// @param ack completed with the network's error, or with none
    record Dispatched(Sent sent, CompletableFuture<OptionalInt> ack) {}

    /// Sends a message.
    Dispatched send(Jid to, Outgoing what) {
        return lane.ask(() -> dispatch(to, what));
    }

    private Dispatched dispatch(Jid to, Outgoing what) {
        Jid address = addressOf(to);
        Jid chat = context.people().chat(address);
        String id = context.newMessageId();
        long now = context.now();
        Composition composed = compose(what, chat, address, now);
        if (address.isGroup()) {
            groupSender.send(address, id, composed);
        } else {
            Person recipient = context.people().find(address).orElseThrow(PhoneException.UnknownRecipient::new);
            sender.send(address, recipient, id, composed);
        }
        record(what, chat, id, now, composed);
        CompletableFuture<OptionalInt> ack = new CompletableFuture<>();
        awaitingAck.put(id, ack);
        return new Dispatched(new Sent(id, now), ack);
    }

    /// The network's word on a message is of no interest any more.
    void stopAwaiting(String id) {
        lane.add(() -> awaitingAck.remove(id));
    }

    private Composition compose(Outgoing what, Jid chat, Jid to, long now) {
        return switch (what) {
            case Outgoing.Text(String text, Optional<String> quote) ->
                Composition.text(text, quote.map(id -> reference(chat, to, id)), context.randomBytes(SECRET_SIZE));
            case Outgoing.Content(Message message, Optional<String> quote) ->
                Composition.content(
                        message, quote.map(id -> reference(chat, to, id)), context.randomBytes(SECRET_SIZE));
            case Outgoing.Vote(String id, List<String> options) ->
                Composition.vote(reference(chat, to, id), groups.self(to), options, context.random(), now);
            case Outgoing.Reaction(String id, String emoji) ->
                Composition.reaction(reference(chat, to, id), emoji, now);
            case Outgoing.Edit(String id, String text) -> Composition.edit(own(reference(chat, to, id)), text, now);
            case Outgoing.Revoke(String id) -> Composition.revoke(own(reference(chat, to, id)));
        };
    }

    private Composition.Reference reference(Jid chat, Jid to, String id) {
        HistoryEntry entry = history.find(chat, id).orElseThrow(PhoneException.UnknownMessage::new);
        Jid family = groups.self(to);
        Jid author = context.people()
                .find(entry.author())
                .map(person -> person.like(family))
                .orElse(entry.author());
        return new Composition.Reference(entry, to.bare(), author);
    }

    private static Composition.Reference own(Composition.Reference reference) {
        if (!reference.entry().fromMe()) {
            throw new PhoneException.ForeignMessage();
        }
        return reference;
    }

    private void record(Outgoing what, Jid chat, String id, long now, Composition composed) {
        switch (what) {
            case Outgoing.Text _, Outgoing.Content _ ->
                extras.arrived(history.add(written(chat, id, now, Unwrapped.of(composed.content()))));
            case Outgoing.Vote(String target, List<String> options) ->
                history.find(chat, target).ifPresent(poll -> extras.voted(poll, self().pn(), options));
            case Outgoing.Reaction(String target, String emoji) ->
                change(chat, target, entry -> entry.withReaction(emoji.isEmpty() ? null : emoji));
            case Outgoing.Edit(String target, String _) ->
                change(chat, target, entry -> entry.editedTo(Composition.editedContent(composed)));
            case Outgoing.Revoke(String target) -> change(chat, target, HistoryEntry::takenBack);
        }
    }

    /// Has these messages in a chat from now on, as if they had come long ago.
    void remember(Jid where, List<PastMessage> past) {
        lane.ask(() -> {
            Jid chat = context.people().chat(where);
            for (PastMessage message : past) {
                history.add(new HistoryEntry(
                        0,
                        message.id().orElseGet(context::newMessageId),
                        chat,
                        context.people().chat(message.author()),
                        0,
                        message.fromMe(),
                        message.at(),
                        EntryKind.TEXT,
                        Bytes.copyOf(MessageContent.text(message.text()).toByteArray()),
                        1,
                        null,
                        false,
                        false,
                        MessageStatus.READ));
            }
            return true;
        });
    }

    /// Who writes to the phone now, by chat.
    Map<Jid, String> typing() {
        return typing.now();
    }

    private HistoryEntry written(Jid chat, String id, long now, Unwrapped message) {
        return new HistoryEntry(
                0,
                id,
                chat,
                self().pn(),
                0,
                true,
                now,
                EntryKind.of(message.kind()),
                Bytes.copyOf(message.content().toByteArray()),
                1,
                null,
                false,
                false,
                MessageStatus.PENDING);
    }

    private void change(Jid chat, String id, UnaryOperator<HistoryEntry> how) {
        history.find(chat, id).ifPresent(entry -> history.change(entry, how));
    }

    /// Confirms messages of a chat.
    void confirm(Jid chat, List<String> ids, ReceiptKind kind) {
        lane.ask(() -> {
            Jid address = addressOf(chat);
            if (address.isGroup()) {
                confirmInGroup(address, ids, kind);
            } else {
                confirm(address, Optional.empty(), ids, kind);
            }
            return true;
        });
    }

    /// In a group, each author is told of his own messages.
    private void confirmInGroup(Jid group, List<String> ids, ReceiptKind kind) {
        Map<Jid, List<String>> byAuthor = new LinkedHashMap<>();
        for (String id : ids) {
            HistoryEntry entry = history.find(group, id).orElseThrow(PhoneException.UnknownMessage::new);
            Person author = context.people().find(entry.author()).orElseThrow(PhoneException.UnknownRecipient::new);
            Jid device = groups.require(group).nameOf(author).withDevice(entry.device());
            byAuthor.computeIfAbsent(device, _ -> new ArrayList<>()).add(id);
        }
        byAuthor.forEach((author, theirs) -> confirm(group, Optional.of(author), theirs, kind));
    }

    private Jid addressOf(Jid chat) {
        if (chat.isGroup()) {
            return groups.require(chat).jid();
        }
        if (!chat.isUser()) {
            throw new PhoneException.UnsupportedChat("this kind of address");
        }
        if (context.people().find(chat).isEmpty()) {
            throw new PhoneException.UnknownRecipient();
        }
        return chat.bare();
    }

    private void confirm(Jid to, Optional<Jid> participant, List<String> ids, ReceiptKind kind) {
        ReceiptType type = switch (kind) {
            case DELIVERED -> ReceiptType.DELIVERED;
            case READ -> ReceiptType.READ;
            case PLAYED -> ReceiptType.PLAYED;
        };
        Route route = Route.to(to).withParticipant(participant);
        context.turn().send(Receipt.of(type, ids, route, Optional.empty()).toNode());
        MessageStatus status = switch (kind) {
            case DELIVERED -> MessageStatus.DELIVERED;
            case READ -> MessageStatus.READ;
            case PLAYED -> MessageStatus.PLAYED;
        };
        Jid chat = context.people().chat(to);
        ids.forEach(id -> history.find(chat, id)
                .filter(entry -> !entry.fromMe())
                .ifPresent(entry -> history.change(entry, old -> old.reached(status))));
    }

    /// Shows that somebody writes on the phone.
    void show(Jid to, Activity activity) {
        lane.ask(() -> {
            context.turn().send(ChatState.to(addressOf(to), activity).toNode());
            return true;
        });
    }

    /// All messages in order of arrival.
    List<HistoryEntry> history() {
        return lane.ask(history::all);
    }

    /// Everything that app state says.
    List<AppStateEntry> appState() {
        return lane.ask(appState::entries);
    }

    /// Says things by app state.
    void say(List<SyncAction> actions) {
        lane.ask(() -> {
            appState.say(actions);
            return true;
        });
    }

    /// What is kept beside the messages; safe for any thread.
    EntryExtras extras() {
        return extras;
    }

    /// Behaves from now on as told.
    void behave(AutoBehaviour behaviour) {
        lane.ask(() -> {
            setAuto(behaviour);
            context.turn().put(AUTO, behaviour.encode());
            return true;
        });
    }

    private void setAuto(AutoBehaviour behaviour) {
        auto = behaviour;
        context.habits().put(context.number(), behaviour);
    }

    /// Registers anew: another identity, and no companions any more.
    void changeIdentity() {
        lane.ask(() -> {
            context.submit();
            PhoneIdentity identity = PhoneIdentity.generate(context.random());
            context.replaceIdentity(identity);
            context.sessions().clear(context.turn());
            groupSender.clear();
            context.counters().reinstalled();
            context.turn().put(IDENTITY, identity.encode());
            int first = context.counters().takePreKeyIds(ONE_TIME_KEYS);
            context.network()
                    .account(context.number())
                    .ifPresent(account -> appState.publishFirst(account, syncKeys.create()));
            context.network()
                    .changeIdentity(
                            context.number(),
                            identity.published(first, ONE_TIME_KEYS),
                            context.turn().take());
            return true;
        });
    }

    /// Loses the salt, and takes it from the companions.
    void removeSalt() {
        lane.ask(() -> {
            context.network().change(context.number(), AccountChange.SALT_REMOVED);
            appState.removeSalt(syncKeys.newest());
            return true;
        });
    }

    /// Calls somebody, or does something else about a call.
    String call(Jid to, Function<String, Node> step) {
        return lane.ask(() -> {
            String id = context.newMessageId();
            context.turn()
                    .send(Node.builder("call")
                            .attr("id", id)
                            .attr("to", addressOf(to))
                            .child(step.apply(id))
                            .build());
            return id;
        });
    }

    /// Runs something on the phone's lane and waits for it.
    <T> T ask(Function<PhoneContext, T> question) {
        return lane.ask(() -> question.apply(context));
    }

    CodeEntry codeEntry() {
        return codeEntry;
    }

    // What the phone does by itself.

    private void react(Inbox.Outcome.Arrived arrived) {
        if (auto.silent() || arrived.entry().fromMe()) {
            return;
        }
        AutoBehaviour behaviour = auto;
        Runnable reaction = () -> react(arrived, behaviour);
        if (behaviour.latency().isZero()) {
            reaction.run();
        } else {
            timers.after(behaviour.latency(), () -> lane.add(reaction));
        }
    }

    private void react(Inbox.Outcome.Arrived arrived, AutoBehaviour behaviour) {
        List<String> ids = List.of(arrived.entry().id());
        if (behaviour.receipts() != Receipts.NONE) {
            confirm(arrived.replyTo(), arrived.participant(), ids, ReceiptKind.DELIVERED);
        }
        if (behaviour.receipts() == Receipts.READ) {
            confirm(arrived.replyTo(), arrived.participant(), ids, ReceiptKind.READ);
        }
        Optional<String> text = behaviour.reply().flatMap(reply -> replyTo(arrived.entry(), reply));
        boolean conversation = arrived.replyTo().isUser() || arrived.replyTo().isGroup();
        if (text.isPresent() && conversation) {
            try {
                dispatch(arrived.replyTo(), new Outgoing.Text(text.get(), Optional.empty()));
            } catch (PhoneException refusal) {
                LOG.info("a phone cannot answer: {}", refusal.code());
            }
        }
    }

    /// What to answer, unless it is a phone that answers by itself too: the two would never end.
    private Optional<String> replyTo(HistoryEntry entry, String reply) {
        AutoBehaviour other = context.habits().getOrDefault(entry.author().user(), AutoBehaviour.SILENT);
        if (entry.device() == 0 && other.reply().isPresent()) {
            return Optional.empty();
        }
        if (!reply.equals(AutoBehaviour.ECHO)) {
            return Optional.of(reply);
        }
        ContentReading said = entry.reading();
        return Optional.ofNullable(said.text()).or(() -> Optional.ofNullable(said.caption()));
    }
}
