// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.person.BusinessProfile;
import dev.switchboard.client.person.PictureAnswer;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Other people.
final class CompanionPeople implements ProviderPeople {
    private final Companion companion;

    CompanionPeople(Companion companion) {
        this.companion = companion;
    }

    @Override
    public Answer<List<Check>> check(List<String> numbers) {
        return Waiting.answer(
                companion.lookUp(numbers),
                list -> list.stream()
                        .map(status -> new Check(
                                digits(status.number()),
                                status.registered(),
                                status.pn()
                                        .or(status::lid)
                                        .map(jid -> new Party(jid.bare(), status.pn(), status.lid())),
                                false))
                        .toList());
    }

    private static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    @Override
    public Answer<Optional<Picture>> picture(Jid whose, boolean small) {
        PictureSize size = small ? PictureSize.PREVIEW : PictureSize.FULL;
        return Waiting.answer(companion.people().picture(whose, size, Optional.empty()), answer -> switch (answer) {
            case PictureAnswer.Found(String id, String url, var _, var _) ->
                Optional.of(new Picture(id, URI.create(url)));
            case PictureAnswer.Unchanged _, PictureAnswer.None _, PictureAnswer.Hidden _ -> Optional.empty();
        });
    }

    @Override
    public Answer<Optional<About>> about(Jid person) {
        return Waiting.answer(
                companion.people().about(person),
                about -> about.hidden() ? Optional.empty() : Optional.of(new About(about.text(), about.since())));
    }

    @Override
    public Answer<Optional<Business>> business(Jid person) {
        return Waiting.answer(companion.people().business(person), page -> page.map(CompanionPeople::business));
    }

    private static Business business(BusinessProfile page) {
        return new Business(
                Optional.empty(),
                page.description(),
                page.address(),
                page.email(),
                page.websites(),
                List.copyOf(page.categories().values()));
    }

    @Override
    public Answer<List<Party>> blocked() {
        return Waiting.answer(companion.people().blocklist(), Parties::of);
    }

    @Override
    public Answer<Boolean> block(Jid person, boolean on) {
        return Waiting.done(companion.people().block(person, on));
    }

    @Override
    public Answer<Boolean> save(Jid person, String fullName, Optional<String> firstName) {
        Optional<Jid> pn = person.isPn() ? Optional.of(person) : Optional.empty();
        Optional<Jid> lid = person.isLid() ? Optional.of(person) : Optional.empty();
        return Waiting.done(companion
                .accountState()
                .change(new SyncAction.Contact(person, fullName, firstName.orElse(fullName), lid, pn)));
    }

    @Override
    public Answer<Boolean> forget(Jid person) {
        return Waiting.done(companion.accountState().change(new SyncAction.ContactRemoved(person)));
    }

    @Override
    public void watch(Jid person) {
        companion.subscribePresence(person);
    }

    @Override
    public void show(Jid chat, Activity activity) {
        companion.showActivity(
                chat,
                switch (activity) {
                    case TYPING -> ChatActivity.COMPOSING;
                    case RECORDING -> ChatActivity.RECORDING;
                    case PAUSED -> ChatActivity.PAUSED;
                });
    }
}
