// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.EventAnswer;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Movement;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.Quote;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.MediaSource;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Says to the client what is to be sent; files are uploaded on the way.
final class ContentOut {
    private static final Duration INVITE = Duration.ofDays(3);

    private final Companion companion;
    private final SessionKey session;
    private final MediaSource files;
    private final Uploads uploads;
    private final InstantSource time;

    ContentOut(Companion companion, SessionKey session, MediaSource files, Uploads uploads, InstantSource time) {
        this.companion = companion;
        this.session = session;
        this.files = files;
        this.uploads = uploads;
        this.time = time;
    }

    /// The file of a message is not in the store any more.
    static final class FileMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FileMissing() {
            super("the file is gone", null, false, false);
        }
    }

    /// What the message says.
    ///
    /// @throws FileMissing if its file is gone
    OutgoingContent content(Dispatch message) throws InterruptedException {
        Jid chat = message.to();
        return switch (message.content()) {
            case Content.Text text ->
                new OutgoingContent.Text(text.text(), text.preview().map(ContentOut::preview), Optional.empty());
            case Content.Attachment file -> file(chat, file);
            case Content.Location place -> new OutgoingContent.Location(place(place));
            case Content.LiveLocation place -> live(place);
            case Content.Contacts(List<Content.Card> cards) ->
                new OutgoingContent.Contacts(cards.stream()
                        .map(card -> new ContactCard(card.name(), card.vcard()))
                        .toList());
            case Content.Poll poll ->
                new OutgoingContent.NewPoll(Poll.of(poll.question(), poll.options(), poll.selectable()));
            case Content.Event event -> new OutgoingContent.NewEvent(event(event));
            case Content.Buttons buttons ->
                new OutgoingContent.Interactive(buttons(buttons), Interaction.Form.NATIVE_FLOW);
            case Content.Menu menu -> new OutgoingContent.Interactive(menu(menu), Interaction.Form.NATIVE_FLOW);
            case Content.GroupInvite invite -> new OutgoingContent.Invitation(invite(invite));
            case Content.Album(int images, int videos) -> new OutgoingContent.Album(images, videos);
            case Content.Change change -> change(chat, change);
            case Content.Choice(var _, String text) -> new OutgoingContent.Text(text);
            case Content.Unknown _ -> throw new IllegalArgumentException("content: unknown (expected: a known kind)");
        };
    }

    /// What goes with the message.
    static OutgoingContext context(Dispatch message) {
        Dispatch.Context context = message.context();
        return new OutgoingContext(
                context.replyTo().map(target -> quote(message.to(), target)),
                context.mentions(),
                context.mentionAll(),
                context.forwards(),
                context.lifetime(),
                context.album().map(head -> MessageRef.of(message.to(), head, true)));
    }

    private static OutgoingContent change(Jid chat, Content.Change change) {
        return switch (change) {
            case Content.Edit(Target target, String text) -> new OutgoingContent.Edit(Parties.ref(chat, target), text);
            case Content.Revoke(Target target) -> new OutgoingContent.Revoke(Parties.ref(chat, target));
            case Content.Reaction(Target target, String emoji) ->
                new OutgoingContent.Reaction(Parties.ref(chat, target), emoji);
            case Content.Vote(Target target, List<String> options) ->
                new OutgoingContent.PollVote(Parties.ref(chat, target), options);
            case Content.Rsvp(Target target, Content.Attendance attendance) ->
                new OutgoingContent.EventReply(Parties.ref(chat, target), answer(attendance), 0);
            case Content.Pin(Target target, Optional<Duration> lasting) ->
                lasting.<OutgoingContent>map(span -> new OutgoingContent.Pin(Parties.ref(chat, target), span))
                        .orElseGet(() -> new OutgoingContent.Unpin(Parties.ref(chat, target)));
            case Content.Keep(Target target, boolean kept) -> new OutgoingContent.Keep(Parties.ref(chat, target), kept);
        };
    }

    private static EventAnswer answer(Content.Attendance attendance) {
        return switch (attendance) {
            case GOING -> EventAnswer.GOING;
            case NOT_GOING -> EventAnswer.NOT_GOING;
            case MAYBE -> EventAnswer.MAYBE;
        };
    }

    private OutgoingContent file(Jid chat, Content.Attachment attachment) throws InterruptedException {
        MediaSource.Item item = files.find(session, attachment.mediaId()).orElseThrow(FileMissing::new);
        MediaKind kind = attachment.form();
        UploadedMedia file = uploads.upload(companion, session.ref(), wireKind(kind), chat.isNewsletter(), item);
        Optional<String> caption = attachment.caption();
        boolean once = attachment.viewOnce();
        return switch (kind) {
            case IMAGE -> new OutgoingContent.Image(file, caption, frame(item), once);
            case VIDEO -> new OutgoingContent.Video(file, caption, frame(item), item.length(), VideoForm.VIDEO, once);
            case GIF -> new OutgoingContent.Video(file, caption, frame(item), item.length(), VideoForm.GIF, once);
            case VIDEO_NOTE ->
                new OutgoingContent.Video(file, caption, frame(item), item.length(), VideoForm.NOTE, once);
            case AUDIO -> new OutgoingContent.Audio(file, item.length());
            case VOICE ->
                new OutgoingContent.VoiceNote(
                        file, item.length(), item.waveform().orElse(Bytes.EMPTY), once);
            case DOCUMENT ->
                new OutgoingContent.Document(
                        file, item.fileName(), item.fileName(), OptionalInt.empty(), caption, frame(item));
            case STICKER -> new OutgoingContent.Sticker(file, frame(item), false);
        };
    }

    private static dev.switchboard.wire.media.MediaKind wireKind(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> dev.switchboard.wire.media.MediaKind.IMAGE;
            case VIDEO -> dev.switchboard.wire.media.MediaKind.VIDEO;
            case GIF -> dev.switchboard.wire.media.MediaKind.GIF;
            case VIDEO_NOTE -> dev.switchboard.wire.media.MediaKind.VIDEO_NOTE;
            case AUDIO -> dev.switchboard.wire.media.MediaKind.AUDIO;
            case VOICE -> dev.switchboard.wire.media.MediaKind.VOICE_NOTE;
            case DOCUMENT -> dev.switchboard.wire.media.MediaKind.DOCUMENT;
            case STICKER -> dev.switchboard.wire.media.MediaKind.STICKER;
        };
    }

    private static Frame frame(MediaSource.Item item) {
        return new Frame(number(item.width()), number(item.height()), item.thumbnail());
    }

    private static OptionalInt number(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static LinkPreview preview(Content.Preview preview) {
        return new LinkPreview(preview.url(), preview.title(), preview.description(), preview.thumbnail());
    }

    private static Place place(Content.Location place) {
        return new Place(
                place.latitude(), place.longitude(), place.name(), place.address(), place.url(), Optional.empty());
    }

    private static OutgoingContent live(Content.LiveLocation place) {
        return new OutgoingContent.LiveLocation(
                Place.at(place.latitude(), place.longitude()),
                new Movement(number(place.accuracy()), OptionalDouble.empty(), OptionalInt.empty()),
                place.caption(),
                place.sequence());
    }

    private static CalendarEvent event(Content.Event event) {
        return new CalendarEvent(
                event.name(),
                event.description(),
                event.location().map(ContentOut::place),
                event.link(),
                event.start(),
                event.end(),
                false,
                event.cancelled());
    }

    private static Interaction buttons(Content.Buttons buttons) {
        return new Interaction(
                Optional.empty(),
                buttons.text(),
                buttons.footer(),
                buttons.buttons().stream()
                        .<Interaction.Action>map(button -> new Interaction.Action.Reply(button.id(), button.text()))
                        .toList());
    }

    private static Interaction menu(Content.Menu menu) {
        List<Interaction.Section> sections = menu.sections().stream()
                .map(section -> new Interaction.Section(
                        section.title(),
                        section.rows().stream()
                                .map(row -> new Interaction.Row(row.id(), row.title(), row.description()))
                                .toList()))
                .toList();
        return new Interaction(
                menu.title(),
                menu.text(),
                menu.footer(),
                List.of(new Interaction.Action.Menu(menu.button(), sections)));
    }

    private GroupInvite invite(Content.GroupInvite invite) {
        Instant expires = invite.expires().orElseGet(() -> time.instant().plus(INVITE));
        return new GroupInvite(
                invite.group(), invite.code(), expires, invite.name(), invite.caption(), Optional.empty());
    }

    /// A reply shows the quoted text, which is all that is kept of it.
    private static Quote quote(Jid chat, Target target) {
        Bytes content = target.text()
                .map(text -> Bytes.of(MessageContent.text(text).toByteArray()))
                .orElse(Bytes.EMPTY);
        return new Quote(Parties.ref(chat, target), content);
    }
}
