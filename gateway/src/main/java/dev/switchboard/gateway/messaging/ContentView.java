// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says besides its text: one of the parts, named like the part of a request that sends it.
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Content")
public record ContentView(
        Parts.@Nullable Preview linkPreview,
        Parts.@Nullable Location location,
        Parts.@Nullable LiveLocation liveLocation,
        @Nullable List<Parts.Contact> contacts,
        @Nullable PollView poll,
        @Nullable EventView event,
        Parts.@Nullable Buttons buttons,
        Parts.@Nullable Menu list,
        Parts.@Nullable Choice choice,
        Parts.@Nullable GroupInvite groupInvite,
        @Nullable AlbumView album,

        @Schema(description = "what the network calls a kind that is not understood") @Nullable
        String unsupported) {

    /// A poll with its votes so far.
    @Schema(name = "Poll")
    public record PollView(String question, int selectable, List<OptionView> options) {
        @Override
        public String toString() {
            return "PollView[]";
        }
    }

    /// An option and who chose it.
    @Schema(name = "PollOption")
    public record OptionView(String name, int votes, boolean mine, List<Address> voters) {
        @Override
        public String toString() {
            return "OptionView[" + votes + "]";
        }
    }

    /// An event and who comes.
    @Schema(name = "Event")
    public record EventView(Parts.Event event, List<GuestView> answers) {}

    /// Whether somebody comes.
    @Schema(name = "EventAnswer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GuestView(
            @Nullable Address person,
            boolean fromMe,
            @Schema(example = "going") String attendance) {}

    /// Files that are shown together.
    @Schema(name = "Album")
    public record AlbumView(int images, int videos) {}

    @Override
    public String toString() {
        return "ContentView[]";
    }

    static @Nullable ContentView of(ReadTx tx, long session, MessageRow row) {
        return row.more()
                .content()
                .map(content -> new Maker(tx, session, row.ref()).view(content))
                .orElse(null);
    }

    private static final ContentView NOTHING =
            new ContentView(null, null, null, null, null, null, null, null, null, null, null, null);

    private record Maker(ReadTx tx, long session, long message) {
        @Nullable
        ContentView view(Content content) {
            ContentView view = switch (content) {
                case Content.Text text ->
                    text.preview().map(ContentView::preview).orElse(NOTHING);
                case Content.Location place -> location(place(place));
                case Content.LiveLocation place -> live(place);
                case Content.Contacts(var cards) -> contacts(cards);
                case Content.Poll poll -> poll(tally(poll));
                case Content.Event event -> event(guests(event));
                case Content.Buttons buttons -> ContentView.buttons(buttons);
                case Content.Menu menu -> ContentView.menu(menu);
                case Content.Choice(String id, String text) -> choice(new Parts.Choice(id, text));
                case Content.GroupInvite invite -> ContentView.invite(invite);
                case Content.Album(int images, int videos) -> album(new AlbumView(images, videos));
                case Content.Unknown(String name) -> unknown(name);
                case Content.Attachment _, Content.Change _ -> NOTHING;
            };
            return view.equals(NOTHING) ? null : view;
        }

        private PollView tally(Content.Poll poll) {
            List<MessageStore.Given> answers = message == 0 ? List.of() : MessageStore.answers(tx, message);
            List<OptionView> options = new ArrayList<>();
            for (String option : poll.options()) {
                List<MessageStore.Given> votes = answers.stream()
                        .filter(given -> Votes.read(given.answer()).contains(option))
                        .toList();
                options.add(new OptionView(
                        option,
                        votes.size(),
                        votes.stream().anyMatch(given -> given.by().isEmpty()),
                        votes.stream()
                                .flatMap(given -> given.by().stream())
                                .map(jid -> AddressBook.shown(tx, session, jid))
                                .toList()));
            }
            return new PollView(poll.question(), poll.selectable(), options);
        }

        private EventView guests(Content.Event event) {
            List<MessageStore.Given> answers = message == 0 ? List.of() : MessageStore.answers(tx, message);
            return new EventView(
                    new Parts.Event(
                            event.name(),
                            event.description().orElse(null),
                            event.start(),
                            event.end().orElse(null),
                            event.location().map(ContentView::place).orElse(null),
                            event.link().orElse(null),
                            event.cancelled() ? true : null),
                    answers.stream()
                            .map(given -> new GuestView(
                                    given.by()
                                            .map(jid -> AddressBook.shown(tx, session, jid))
                                            .orElse(null),
                                    given.by().isEmpty(),
                                    given.answer()))
                            .toList());
        }
    }

    private static Parts.Location place(Content.Location place) {
        return new Parts.Location(
                place.latitude(),
                place.longitude(),
                place.name().orElse(null),
                place.address().orElse(null),
                place.url().orElse(null));
    }

    private static ContentView preview(Content.Preview preview) {
        return new ContentView(
                new Parts.Preview(
                        preview.url(),
                        preview.title().orElse(null),
                        preview.description().orElse(null),
                        preview.thumbnail().map(Bytes::base64).orElse(null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ContentView location(Parts.Location place) {
        return new ContentView(null, place, null, null, null, null, null, null, null, null, null, null);
    }

    private static ContentView live(Content.LiveLocation place) {
        return new ContentView(
                null,
                null,
                new Parts.LiveLocation(
                        place.latitude(),
                        place.longitude(),
                        place.accuracy().orElse(null),
                        place.caption().orElse(null),
                        place.sequence()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ContentView contacts(List<Content.Card> cards) {
        return new ContentView(
                null,
                null,
                null,
                cards.stream()
                        .map(card -> new Parts.Contact(card.name(), null, card.vcard()))
                        .toList(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ContentView poll(PollView poll) {
        return new ContentView(null, null, null, null, poll, null, null, null, null, null, null, null);
    }

    private static ContentView event(EventView event) {
        return new ContentView(null, null, null, null, null, event, null, null, null, null, null, null);
    }

    private static ContentView buttons(Content.Buttons buttons) {
        Parts.Buttons part = new Parts.Buttons(
                buttons.text(),
                buttons.footer().orElse(null),
                buttons.buttons().stream()
                        .map(button -> new Parts.Button(button.id(), button.text()))
                        .toList(),
                null);
        return new ContentView(null, null, null, null, null, null, part, null, null, null, null, null);
    }

    private static ContentView menu(Content.Menu menu) {
        Parts.Menu part = new Parts.Menu(
                menu.text(),
                menu.title().orElse(null),
                menu.footer().orElse(null),
                menu.button(),
                menu.sections().stream().map(ContentView::section).toList(),
                null);
        return new ContentView(null, null, null, null, null, null, null, part, null, null, null, null);
    }

    private static Parts.Section section(Content.Section section) {
        return new Parts.Section(
                section.title(),
                section.rows().stream()
                        .map(row -> new Parts.Row(
                                row.id(), row.title(), row.description().orElse(null)))
                        .toList());
    }

    private static ContentView choice(Parts.Choice choice) {
        return new ContentView(null, null, null, null, null, null, null, null, choice, null, null, null);
    }

    private static ContentView invite(Content.GroupInvite invite) {
        Parts.GroupInvite part = new Parts.GroupInvite(
                invite.group().toString(),
                invite.code(),
                invite.expires().orElse(null),
                invite.name(),
                invite.caption().orElse(null));
        return new ContentView(null, null, null, null, null, null, null, null, null, part, null, null);
    }

    private static ContentView album(AlbumView album) {
        return new ContentView(null, null, null, null, null, null, null, null, null, null, album, null);
    }

    private static ContentView unknown(String name) {
        return new ContentView(null, null, null, null, null, null, null, null, null, null, null, name);
    }
}
