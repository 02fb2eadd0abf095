// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.HandOver;
import dev.switchboard.gateway.provider.MediaTransfer;
import dev.switchboard.gateway.provider.PairingAnswer;
import dev.switchboard.gateway.provider.ProviderAccount;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.ReadMark;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One session's link, as the client's companion.
final class CompanionLink implements ProviderLink {
    private final Companion companion;

    CompanionLink(Companion companion) {
        this.companion = companion;
    }

    @Override
    public void start() {
        companion.start();
    }

    @Override
    public void stop(Duration limit) {
        try {
            companion.stop().await(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean logout(Duration limit) {
        try {
            return companion.logout().await(limit).isPresent();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public PairingAnswer requestPairingCode(String phone, Duration limit) {
        try {
            return switch (companion.requestPairingCode(phone).await(limit).orElseGet(Answer.TimedOut::new)) {
                case Answer.Given<String>(String code) -> new PairingAnswer.Given(code);
                case Answer.Refused<String>(int number, var _) -> new PairingAnswer.Refused(number);
                case Answer.TimedOut<String> _, Answer.NotConnected<String> _ -> new PairingAnswer.NoAnswer();
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new PairingAnswer.NoAnswer();
        }
    }

    @Override
    public void send(Dispatch message, Consumer<HandOver> outcome) {
        OutgoingMessage outgoing = new OutgoingMessage(message.id(), message.to(), content(message), context(message));
        companion
                .send(outgoing)
                .onDone(end -> outcome.accept(
                        switch (end) {
                            case SendOutcome.Sent _ -> new HandOver.Taken();
                            case SendOutcome.AlreadyTaken _ -> new HandOver.TakenBefore();
                            case SendOutcome.NotConnected _ -> new HandOver.NotConnected();
                            case SendOutcome.Rejected(var _, var failure) ->
                                new HandOver.Rejected(EventTranslation.failure(failure));
                        }));
    }

    @Override
    public void markRead(List<ReadMark> messages) {
        companion.markRead(messages.stream()
                .map(mark -> new MessageRef(mark.chat(), mark.id(), false, Optional.of(mark.author())))
                .toList());
    }

    private static OutgoingContent content(Dispatch message) {
        Jid chat = message.to();
        return switch (message.content()) {
            case Content.Text(String text, var _) -> new OutgoingContent.Text(text);
            case Content.Edit(Target target, String text) -> new OutgoingContent.Edit(ref(chat, target), text);
            case Content.Revoke(Target target) -> new OutgoingContent.Revoke(ref(chat, target));
            case Content.Reaction(Target target, String emoji) ->
                new OutgoingContent.Reaction(ref(chat, target), emoji);
            default ->
                throw new IllegalArgumentException(
                        "content: " + message.content().type());
        };
    }

    private static OutgoingContext context(Dispatch message) {
        return message.context()
                .replyTo()
                .map(target -> OutgoingContext.NONE.withQuote(quote(message.to(), target)))
                .orElse(OutgoingContext.NONE);
    }

    @Override
    public ProviderChats chats() {
        return NotYet.of(ProviderChats.class);
    }

    @Override
    public ProviderGroups groups() {
        return NotYet.of(ProviderGroups.class);
    }

    @Override
    public ProviderPeople people() {
        return NotYet.of(ProviderPeople.class);
    }

    @Override
    public ProviderAccount account() {
        return NotYet.of(ProviderAccount.class);
    }

    @Override
    public ProviderChannels channels() {
        return NotYet.of(ProviderChannels.class);
    }

    @Override
    public MediaTransfer media() {
        return (_, _, _) -> new dev.switchboard.gateway.provider.Answer.NotConnected<>();
    }

    private static MessageRef ref(Jid chat, Target target) {
        return new MessageRef(chat, target.id(), target.fromMe(), target.author());
    }

    /// A reply shows the quoted text, which is all that is kept of it.
    private static Quote quote(Jid chat, Target target) {
        Bytes content = target.text()
                .map(text -> Bytes.of(MessageContent.text(text).toByteArray()))
                .orElse(Bytes.EMPTY);
        return new Quote(ref(chat, target), content);
    }
}
