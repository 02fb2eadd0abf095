// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.event.CallEvent;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.PasskeyEvent;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Says in the gateway's words what the client tells about people, calls, passkeys and the account's state. Pure.
final class TopicTranslation {
    private TopicTranslation() {}

    static Stream<ProviderEvent> of(ClientEvent.Topic topic) {
        return switch (topic) {
            case CallEvent call -> Stream.of(call(call));
            case PasskeyEvent step -> Stream.of(passkey(step));
            case PersonEvent person -> person(person);
            case SyncEvent sync -> sync(sync);
        };
    }

    private static ProviderEvent call(CallEvent event) {
        return switch (event) {
            case CallEvent.Offered(CallEvent.Call call, boolean video, boolean offline, Instant at) ->
                new ProviderEvent.CallOffered(
                        call.id(), Parties.of(call.caller()), call.group().map(Parties::of), video, offline, at);
            case CallEvent.Accepted(CallEvent.Call call, var _, Instant at) ->
                new ProviderEvent.CallEnded(call.id(), Parties.of(call.caller()), "accepted", Optional.empty(), at);
            case CallEvent.Rejected(CallEvent.Call call, var _, Instant at) ->
                new ProviderEvent.CallEnded(call.id(), Parties.of(call.caller()), "rejected", Optional.empty(), at);
            case CallEvent.Ended(CallEvent.Call call, Optional<String> reason, Instant at) ->
                new ProviderEvent.CallEnded(call.id(), Parties.of(call.caller()), "ended", reason, at);
        };
    }

    private static ProviderEvent passkey(PasskeyEvent event) {
        return switch (event) {
            case PasskeyEvent.ChallengeOffered(String options, Instant expires) ->
                new ProviderEvent.PasskeyAsked(options, expires);
            case PasskeyEvent.CodeShown(String code, boolean compared, Instant expires) ->
                new ProviderEvent.PasskeyCode(code, compared, expires);
            case PasskeyEvent.Failed(String reason) -> new ProviderEvent.PasskeyFailed(reason);
        };
    }

    private static Stream<ProviderEvent> person(PersonEvent event) {
        return switch (event) {
            case PersonEvent.AddressesMerged(var person) -> {
                Party party = Parties.of(person);
                yield party.pn().isPresent() && party.lid().isPresent()
                        ? Stream.of(new ProviderEvent.AddressLearnt(
                                party.pn().get(), party.lid().get()))
                        : Stream.empty();
            }
            case PersonEvent.NumberChanged(var person, Jid _, Jid now) -> {
                Party party = Parties.of(person);
                yield party.lid().<ProviderEvent>map(lid -> new ProviderEvent.AddressLearnt(now, lid)).stream();
            }
            case PersonEvent.AboutChanged(var person, boolean self, var about) ->
                Stream.of(new ProviderEvent.AboutChanged(Parties.of(person), self, about));
            case PersonEvent.PictureChanged(var owner, boolean self, var id, var _) ->
                Stream.of(new ProviderEvent.PictureChanged(Parties.of(owner), self, id));
            case PersonEvent.BlocklistChanged(var blocked, var unblocked, boolean whole) ->
                Stream.of(new ProviderEvent.BlocklistChanged(Parties.of(blocked), Parties.of(unblocked), whole));
            case PersonEvent.PrivacyChanged(var settings) -> Stream.of(new ProviderEvent.PrivacyChanged(settings));
            case PersonEvent.ColdChatsRestricted(boolean restricted, var until) ->
                Stream.of(new ProviderEvent.ColdChatsRestricted(restricted, until));
            case PersonEvent.BusinessChanged _, PersonEvent.DefaultTimerChanged _, PersonEvent.TrustGiven _ ->
                Stream.empty();
        };
    }

    private static Stream<ProviderEvent> sync(SyncEvent event) {
        return switch (event) {
            // What is done here is kept by whoever asked for it, when the network has taken it.
            case SyncEvent.StateChanged(var change, var subject, var source, Instant at) ->
                source == SyncEvent.Source.HERE ? Stream.empty() : state(change, subject.map(Parties::of), at);
            case SyncEvent.HistoryLoading(var _, var _, var progress, var _, var _) ->
                Stream.of(new ProviderEvent.HistoryProgress("loading", progress, Optional.empty()));
            case SyncEvent.HistoryStuck(var _, var _, String reason, var _) ->
                Stream.of(new ProviderEvent.HistoryProgress("stuck", Optional.empty(), Optional.of(reason)));
            case SyncEvent.HistoryComplete() ->
                Stream.of(new ProviderEvent.HistoryProgress("complete", Optional.of(100), Optional.empty()));
            case SyncEvent.CollectionSynced _, SyncEvent.CollectionStuck _ -> Stream.empty();
        };
    }

    private static Stream<ProviderEvent> state(SyncAction change, Optional<Party> subject, Instant at) {
        Party who = subject.or(() -> change.subject().map(Party::of)).orElse(Party.of(Jid.SERVER));
        return switch (change) {
            case SyncAction.Mute(var _, boolean muted, var until) ->
                trait(who, new ChatTrait.Muted(muted ? Optional.of(until.orElse(Instant.MAX)) : Optional.empty()), at);
            case SyncAction.Pin(var _, boolean pinned) -> trait(who, new ChatTrait.Pinned(pinned), at);
            case SyncAction.Archive(var _, boolean archived, var _) -> trait(who, new ChatTrait.Archived(archived), at);
            case SyncAction.MarkRead(var _, boolean read, var _) -> trait(who, new ChatTrait.MarkedUnread(!read), at);
            case SyncAction.Star(var message, boolean starred) ->
                Stream.of(new ProviderEvent.Starred(who, target(message), starred, at));
            case SyncAction.DeleteForMe(var message, var _, var _) ->
                Stream.of(new ProviderEvent.Hidden(who, target(message), at));
            case SyncAction.ClearChat _ -> trait(who, new ChatTrait.Emptied(false), at);
            case SyncAction.DeleteChat _ -> trait(who, new ChatTrait.Emptied(true), at);
            case SyncAction.Contact(var _, String full, String first, var _, var _) ->
                Stream.of(new ProviderEvent.ContactSaved(who, some(full), some(first), Optional.empty()));
            case SyncAction.LidContact(var _, String full, String first, String username) ->
                Stream.of(new ProviderEvent.ContactSaved(who, some(full), some(first), some(username)));
            case SyncAction.ContactRemoved _ ->
                Stream.of(new ProviderEvent.ContactSaved(who, Optional.empty(), Optional.empty(), Optional.empty()));
            case SyncAction.LabelEdit(String id, String name, int color, boolean deleted) ->
                Stream.of(
                        deleted
                                ? new ProviderEvent.LabelDeleted(id)
                                : new ProviderEvent.LabelSaved(new ProviderChats.Label(id, name, color)));
            case SyncAction.LabelChat(String id, var _, boolean on) ->
                Stream.of(new ProviderEvent.Labelled(who, Optional.empty(), id, on));
            case SyncAction.LabelMessage(String id, var _, String message, boolean on) ->
                Stream.of(new ProviderEvent.Labelled(who, Optional.of(message), id, on));
            case SyncAction.PnForLid(Jid lid, Jid pn) -> Stream.of(new ProviderEvent.AddressLearnt(pn, lid));
            case SyncAction.PushName(String name) -> Stream.of(new ProviderEvent.Named(who, true, name));
            case SyncAction.Locale _,
                    SyncAction.UnarchiveChats _,
                    SyncAction.QuickReply _,
                    SyncAction.Lock _,
                    SyncAction.StatusMute _,
                    SyncAction.Favorites _,
                    SyncAction.LinkPreviews _,
                    SyncAction.TimeFormat _,
                    SyncAction.NctSalt _,
                    SyncAction.Unknown _ -> Stream.empty();
        };
    }

    private static Stream<ProviderEvent> trait(Party chat, ChatTrait trait, Instant at) {
        return Stream.of(new ProviderEvent.ChatChanged(chat, trait, at));
    }

    static Optional<Duration> lasting(Duration timer) {
        return Optional.of(timer).filter(span -> !span.isZero());
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(name -> !name.isEmpty());
    }

    private static Target target(SyncAction.MessageRef message) {
        return new Target(message.id(), message.fromMe(), message.participant(), Optional.empty());
    }
}
