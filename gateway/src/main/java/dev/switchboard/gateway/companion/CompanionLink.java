// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.media.MediaFault;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.HandOver;
import dev.switchboard.gateway.provider.MediaTransfer;
import dev.switchboard.gateway.provider.PairingAnswer;
import dev.switchboard.gateway.provider.ProviderAccount;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderContext;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.provider.ReadMark;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One session's link, as the client's companion.
final class CompanionLink implements ProviderLink {
    private final Companion companion;
    private final SessionKey session;
    private final ProviderContext context;
    private final ContentOut content;

    CompanionLink(Companion companion, SessionKey session, ProviderContext context, Uploads uploads) {
        this.companion = companion;
        this.session = session;
        this.context = context;
        this.content = new ContentOut(companion, session, context.media(), uploads, context.time());
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
    public dev.switchboard.gateway.provider.Answer<Pulse> probe(boolean drain, Duration limit) {
        return Waiting.answer(
                companion.probe(drain, limit),
                vitals -> new Pulse(vitals.roundTrip(), vitals.drained()),
                limit.multipliedBy(drain ? 2 : 1));
    }

    @Override
    public Optional<Instant> lastDelivery() {
        return companion.lastDelivery();
    }

    @Override
    public void revive() {
        companion.revive();
    }

    /// Files are uploaded first, on the caller's thread, which keeps the session's messages in order.
    @Override
    public void send(Dispatch message, Consumer<HandOver> outcome) {
        if (message.content() instanceof Content.Unknown) {
            outcome.accept(new HandOver.Rejected(
                    new Failure("invalid-content", false, "The queued message cannot be read; send it anew.")));
            return;
        }
        OutgoingMessage outgoing;
        try {
            outgoing = new OutgoingMessage(
                    message.id(), message.to(), content.content(message), ContentOut.context(message));
        } catch (ContentOut.FileMissing _) {
            outcome.accept(new HandOver.Rejected(
                    new Failure("media-missing", false, "The file was deleted before it was sent; upload it again.")));
            return;
        } catch (MediaFault fault) {
            outcome.accept(
                    fault.kind() == MediaFault.Kind.NOT_CONNECTED
                            ? new HandOver.NotConnected()
                            : new HandOver.Rejected(new Failure(
                                    fault.code(),
                                    fault.kind().retryable(),
                                    fault.kind().advice())));
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            outcome.accept(new HandOver.NotConnected());
            return;
        }
        handed(message, outgoing)
                .onDone(end -> outcome.accept(
                        switch (end) {
                            case SendOutcome.Sent _ -> new HandOver.Taken();
                            case SendOutcome.AlreadyTaken _ -> new HandOver.TakenBefore();
                            case SendOutcome.NotConnected _ -> new HandOver.NotConnected();
                            case SendOutcome.Rejected(var _, var failure) ->
                                new HandOver.Rejected(EventTranslation.failure(failure));
                        }));
    }

    /// A status post names who is to see it; taking one back goes to those who have it.
    private Reply<SendOutcome> handed(Dispatch message, OutgoingMessage outgoing) {
        return message.to().equals(Jid.STATUS) && !(message.content() instanceof Content.Change)
                ? companion.postStatus(outgoing, message.context().audience())
                : companion.send(outgoing);
    }

    @Override
    public void markRead(List<ReadMark> messages) {
        companion.markRead(messages.stream()
                .map(mark -> new MessageRef(mark.chat(), mark.id(), false, Optional.of(mark.author())))
                .toList());
    }

    @Override
    public MediaTransfer media() {
        return new CompanionMedia(companion);
    }

    @Override
    public ProviderChats chats() {
        return new CompanionChats(companion, context.database(), session.ref(), context.time(), context.random());
    }

    @Override
    public ProviderGroups groups() {
        return new CompanionGroups(companion);
    }

    @Override
    public ProviderPeople people() {
        return new CompanionPeople(companion);
    }

    @Override
    public ProviderAccount account() {
        return new CompanionAccount(companion);
    }

    @Override
    public ProviderChannels channels() {
        return new CompanionChannels(companion);
    }
}
