// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.EventAnswer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Says in the gateway's words what the client tells. Pure.
final class EventTranslation {
    private static final Duration PIN_STANDARD = Duration.ofDays(7);

    private EventTranslation() {}

    /// The events of a batch; what was learnt about addresses comes first, as the others are filed by it.
    static List<ProviderEvent> of(StoreBatch batch) {
        List<ProviderEvent> events = new ArrayList<>(batch.events().size() + 2);
        for (StoreChange change : batch.changes()) {
            if (change instanceof StoreChange.PutLidMapping(var pn, var lid)) {
                events.add(new ProviderEvent.AddressLearnt(pn, lid));
            }
        }
        for (ClientEvent event : batch.events()) {
            of(event).forEach(events::add);
        }
        return events;
    }

    private static Stream<ProviderEvent> of(ClientEvent event) {
        return switch (event) {
            case ClientEvent.LinkStateChanged(LinkState state) ->
                Stream.of(new ProviderEvent.LinkChanged(status(state)));
            case ClientEvent.QrOffered(String text, Instant expires) ->
                Stream.of(new ProviderEvent.QrOffered(text, expires));
            case ClientEvent.CodeOffered(String code, Instant expires) ->
                Stream.of(new ProviderEvent.CodeOffered(code, expires));
            case ClientEvent.Linked(var pn, var lid, String platform, var businessName) ->
                Stream.of(new ProviderEvent.Linked(pn, lid, platform, businessName));
            case ClientEvent.Unlinked() -> Stream.of(new ProviderEvent.Unlinked());
            case ClientEvent.MessageReceived(IncomingMessage message) ->
                Stream.of(new ProviderEvent.MessageArrived(incoming(message, Optional.empty())));
            case ClientEvent.MessageUndecryptable(IncomingMessage message, String reason) ->
                Stream.of(new ProviderEvent.MessageArrived(incoming(message, Optional.of(reason))));
            case ClientEvent.MessageStatusChanged change -> Stream.of(delivery(change));
            case ClientEvent.ReadElsewhere(var chat, var ids, Instant at) ->
                Stream.of(new ProviderEvent.ReadElsewhere(party(chat), ids, at));
            case ClientEvent.MessageEdited(
                    var chat,
                    MessageRef target,
                    var editor,
                    boolean fromMe,
                    var text,
                    var _,
                    var _,
                    Instant at) ->
                Stream.of(new ProviderEvent.Edited(party(chat), target.id(), party(editor), fromMe, text, at));
            case ClientEvent.MessageRevoked(var chat, MessageRef target, var by, boolean fromMe, Instant at) ->
                Stream.of(new ProviderEvent.Revoked(party(chat), target.id(), party(by), fromMe, at));
            case ClientEvent.ReactionChanged(
                    var chat,
                    MessageRef target,
                    var by,
                    boolean fromMe,
                    String emoji,
                    Instant at) ->
                Stream.of(new ProviderEvent.Reacted(party(chat), target(target), party(by), fromMe, emoji, at));
            case ClientEvent.HistoryReceived(HistoryChunk chunk) -> history(chunk);
            case ClientEvent.PushNameChanged(var person, boolean self, String name) ->
                Stream.of(new ProviderEvent.Named(party(person), self, name));
            case ClientEvent.IdentityChanged(var person, var _) ->
                Stream.of(new ProviderEvent.IdentityChanged(party(person)));
            case ClientEvent.PollVoted(var chat, var poll, var by, boolean fromMe, var chosen, var _, Instant at) ->
                Stream.of(new ProviderEvent.Voted(party(chat), target(poll), party(by), fromMe, chosen, at));
            case ClientEvent.EventAnswered(
                    var chat,
                    var target,
                    var by,
                    boolean fromMe,
                    var answer,
                    var _,
                    Instant at) ->
                Stream.of(new ProviderEvent.Attends(
                        party(chat), target(target), party(by), fromMe, attendance(answer), at));
            case ClientEvent.MessagePinned pin ->
                Stream.of(new ProviderEvent.Pinned(
                        party(pin.chat()),
                        target(pin.target()),
                        party(pin.by()),
                        pin.fromMe(),
                        pin.pinned() ? Optional.of(pin.at().plus(pin.time().orElse(PIN_STANDARD))) : Optional.empty(),
                        pin.at()));
            case ClientEvent.MessageKept(var chat, var target, var by, boolean fromMe, boolean kept, Instant at) ->
                Stream.of(new ProviderEvent.Kept(party(chat), target(target), party(by), fromMe, kept, at));
            case ClientEvent.ChatTimerChanged(var chat, var _, var _, Duration timer, Instant at) ->
                Stream.of(new ProviderEvent.ChatChanged(
                        party(chat), new ProviderEvent.ChatTrait.Lifetime(TopicTranslation.lasting(timer)), at));
            case ClientEvent.DeviceListChanged(var person, boolean self, var devices) ->
                Stream.of(new ProviderEvent.DevicesChanged(party(person), self, devices.size()));
            case ClientEvent.PresenceChanged(var person, boolean available, var lastSeen) ->
                Stream.of(new ProviderEvent.Presence(party(person), available, lastSeen));
            case ClientEvent.ChatActivityChanged(var chat, var person, var activity) ->
                Stream.of(new ProviderEvent.Typing(party(chat), party(person), activity(activity)));
            case ClientEvent.GroupChanged change -> GroupTranslation.of(change);
            case ClientEvent.NewsletterChanged change -> GroupTranslation.of(change);
            case ClientEvent.Topic topic -> TopicTranslation.of(topic);
            case ClientEvent.MediaRefreshed _, ClientEvent.OfflineDrained _ -> Stream.empty();
        };
    }

    private static ProviderEvent delivery(ClientEvent.MessageStatusChanged change) {
        if (change.status() == MessageStatus.PENDING) {
            return new ProviderEvent.Handed(change.ids());
        }
        return new ProviderEvent.DeliveryChanged(
                party(change.chat()),
                change.ids(),
                delivery(change.status()),
                change.at(),
                change.by().map(EventTranslation::party),
                change.failure().map(EventTranslation::failure));
    }

    private static Delivery delivery(MessageStatus status) {
        return switch (status) {
            case PENDING -> Delivery.QUEUED;
            case SENT -> Delivery.SENT;
            case DELIVERED -> Delivery.DELIVERED;
            case READ -> Delivery.READ;
            case PLAYED -> Delivery.PLAYED;
            case FAILED -> Delivery.FAILED;
        };
    }

    static Failure failure(SendFailure failure) {
        return new Failure(
                failure.kind().code(),
                failure.kind().retryable(),
                failure.kind().advice());
    }

    private static Stream<ProviderEvent> history(HistoryChunk chunk) {
        ProviderEvent piece = new ProviderEvent.HistoryArrived(
                chunk.type().toLowerCase(Locale.ROOT),
                chunk.progress(),
                chunk.conversations().stream()
                        .map(EventTranslation::conversation)
                        .toList());
        return Stream.concat(
                Stream.concat(Stream.of(piece), traits(chunk)),
                chunk.names().stream().map(name -> new ProviderEvent.Named(party(name.person()), false, name.name())));
    }

    /// What the phone knows of chats besides their messages.
    private static Stream<ProviderEvent> traits(HistoryChunk chunk) {
        List<ProviderEvent> events = new ArrayList<>();
        for (HistoryChunk.Conversation chat : chunk.conversations()) {
            Party who = party(chat.chat());
            Instant at = chat.lastMessage().orElse(Instant.EPOCH);
            HistoryChunk.Traits traits = chat.traits();
            if (chat.archived()) {
                events.add(new ProviderEvent.ChatChanged(who, new ProviderEvent.ChatTrait.Archived(true), at));
            }
            traits.pinnedAt()
                    .ifPresent(time -> events.add(
                            new ProviderEvent.ChatChanged(who, new ProviderEvent.ChatTrait.Pinned(true), time)));
            if (traits.mutedUntil().isPresent()) {
                events.add(
                        new ProviderEvent.ChatChanged(who, new ProviderEvent.ChatTrait.Muted(traits.mutedUntil()), at));
            }
            if (traits.markedUnread()) {
                events.add(new ProviderEvent.ChatChanged(who, new ProviderEvent.ChatTrait.MarkedUnread(true), at));
            }
            traits.timer()
                    .filter(span -> !span.isZero())
                    .ifPresent(span -> events.add(new ProviderEvent.ChatChanged(
                            who, new ProviderEvent.ChatTrait.Lifetime(Optional.of(span)), at)));
            chat.messages().stream()
                    .filter(HistoryChunk.HistoryMessage::starred)
                    .forEach(old -> events.add(new ProviderEvent.Starred(who, starred(old.message()), true, at)));
        }
        return events.stream();
    }

    private static Target starred(IncomingMessage message) {
        return new Target(
                message.id(),
                message.fromMe(),
                message.fromMe()
                        ? Optional.empty()
                        : Optional.of(message.sender().jid()),
                Optional.empty());
    }

    private static Content.Attendance attendance(EventAnswer answer) {
        return switch (answer) {
            case GOING -> Content.Attendance.GOING;
            case NOT_GOING -> Content.Attendance.NOT_GOING;
            case MAYBE -> Content.Attendance.MAYBE;
        };
    }

    private static ProviderPeople.Activity activity(ChatActivity activity) {
        return switch (activity) {
            case COMPOSING -> ProviderPeople.Activity.TYPING;
            case RECORDING -> ProviderPeople.Activity.RECORDING;
            case PAUSED -> ProviderPeople.Activity.PAUSED;
        };
    }

    private static ProviderEvent.Conversation conversation(HistoryChunk.Conversation conversation) {
        return new ProviderEvent.Conversation(
                party(conversation.chat()),
                conversation.name(),
                conversation.unread(),
                conversation.messages().stream()
                        .map(old -> new ProviderEvent.HistoryMessage(
                                incoming(old.message(), Optional.empty()),
                                old.status().map(EventTranslation::delivery)))
                        .toList());
    }

    private static ProviderEvent.Incoming incoming(IncomingMessage message, Optional<String> unreadable) {
        ProviderEvent.Body body = ContentIn.body(message);
        return new ProviderEvent.Incoming(
                message.id(),
                party(message.chat()),
                party(message.sender()),
                message.fromMe(),
                message.timestamp(),
                message.pushName(),
                ContentIn.type(message, body),
                message.text().or(() -> body.content().flatMap(Content::words)),
                message.quoted().map(MessageRef::id),
                unreadable,
                body);
    }

    private static Target target(MessageRef ref) {
        return new Target(ref.id(), ref.fromMe(), ref.author(), Optional.empty());
    }

    private static Party party(dev.switchboard.client.event.Party party) {
        return new Party(party.jid(), party.pn(), party.lid());
    }

    /// A link's state with its cause, what to do, and until when it lasts.
    static LinkStatus status(LinkState state) {
        dev.switchboard.gateway.provider.LinkState ours = dev.switchboard.gateway.provider.LinkState.of(state.code());
        return switch (state) {
            case LinkState.Created() -> told(ours, "new", "Connect the session to link an account.");
            case LinkState.Connecting(boolean linked, var _) ->
                told(ours, linked ? "logging-in" : "registering", "Wait a moment.");
            case LinkState.AwaitingScan(var _, Instant expires) ->
                until(
                        ours,
                        "not-linked",
                        "On the phone open WhatsApp, Linked devices, Link a device, and scan the QR code.",
                        expires);
            case LinkState.AwaitingCode(Instant expires) ->
                until(
                        ours,
                        "not-linked",
                        "On the phone open WhatsApp, Linked devices, Link a device, Link with phone number instead, and type the"
                                + " code.",
                        expires);
            case LinkState.AwaitingPasskey(var step, Instant expires) -> passkey(ours, step, expires);
            case LinkState.Pairing _ -> told(ours, "phone-answered", "Wait a moment.");
            case LinkState.Connected _ -> told(ours, "logged-in", "Nothing needs to be done.");
            case LinkState.Reconnecting(var _, Instant next, EndCause cause) -> ended(ours, cause, Optional.of(next));
            case LinkState.Disconnected(EndCause cause) -> ended(ours, cause, Optional.empty());
            case LinkState.LoggedOut(EndCause cause) -> ended(ours, cause, Optional.empty());
            case LinkState.Restricted(EndCause cause, Optional<Instant> until) -> ended(ours, cause, until);
            case LinkState.Failed(EndCause cause) -> ended(ours, cause, Optional.empty());
        };
    }

    private static LinkStatus passkey(
            dev.switchboard.gateway.provider.LinkState ours, LinkState.PasskeyStep step, Instant expires) {
        return switch (step) {
            case LinkState.PasskeyStep.Challenge _ ->
                until(ours, "passkey-challenge", "Have the account's passkey sign the challenge, and answer.", expires);
            case LinkState.PasskeyStep.Checking _ -> until(ours, "passkey-checking", "Wait a moment.", expires);
            case LinkState.PasskeyStep.Comparing _ ->
                until(
                        ours,
                        "passkey-comparing",
                        "Compare the code with the one on the phone, and confirm that they agree.",
                        expires);
        };
    }

    private static LinkStatus told(dev.switchboard.gateway.provider.LinkState state, String cause, String advice) {
        return new LinkStatus(state, cause, advice, Optional.empty());
    }

    private static LinkStatus until(
            dev.switchboard.gateway.provider.LinkState state, String cause, String advice, Instant until) {
        return new LinkStatus(state, cause, advice, Optional.of(until));
    }

    private static LinkStatus ended(
            dev.switchboard.gateway.provider.LinkState state, EndCause cause, Optional<Instant> until) {
        return new LinkStatus(state, cause.code(), reason(cause) + cause.advice(), until);
    }

    /// Why an account was banned for a while, where the network says so.
    private static String reason(EndCause cause) {
        if (cause.kind() != EndKind.TEMPORARILY_BANNED || cause.number().isEmpty()) {
            return "";
        }
        return switch (cause.number().getAsInt()) {
            case 101 -> "Too many messages went to people who do not know the number. ";
            case 102 -> "Too many people blocked the account. ";
            case 103 -> "Too many groups were made with people who do not know the number. ";
            case 104 -> "The same message went to too many people. ";
            case 106 -> "Too many messages went to broadcast lists. ";
            default -> "";
        };
    }
}
