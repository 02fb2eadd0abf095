// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingContext;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.ProviderEvent.Body;
import dev.switchboard.gateway.provider.ProviderEvent.FileOffer;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Says in the gateway's words what a message says that came in. Pure.
final class ContentIn {
    private ContentIn() {}

    /// What a message has besides its text.
    static Body body(IncomingMessage message) {
        Dispatch.Context context = context(message.context());
        if (message.body() instanceof IncomingContent.File file && known(file)) {
            return new Body(Optional.empty(), Optional.of(offer(message, file)), context, Optional.empty());
        }
        Optional<Content> content = content(message.body());
        Optional<Bytes> raw = content.filter(Content.Unknown.class::isInstance).map(_ -> message.content());
        return new Body(content, Optional.empty(), context, raw);
    }

    /// What it is, as it appears outside.
    static String type(IncomingMessage message, Body body) {
        return body.file()
                .map(file -> file.kind().text())
                .or(() -> body.content().map(Content::type))
                .orElseGet(() -> message.kind().name().toLowerCase(Locale.ROOT));
    }

    private static Dispatch.Context context(IncomingContext context) {
        return new Dispatch.Context(
                Optional.empty(),
                context.mentions().stream()
                        .map(person -> person.pn().map(Jid::bare).orElse(person.jid()))
                        .toList(),
                context.mentionsAll(),
                context.forwardingScore(),
                context.timer().filter(span -> !span.isZero()),
                List.of(),
                context.album().map(MessageRef::id));
    }

    private static boolean known(IncomingContent.File file) {
        return !(file instanceof IncomingContent.StickerPack);
    }

    private static Optional<Content> content(IncomingContent content) {
        return switch (content) {
            case IncomingContent.Text(String text, Optional<LinkPreview> preview, var _) ->
                preview.map(shown -> new Content.Text(text, Optional.of(preview(shown))));
            case IncomingContent.File _ -> unknown("sticker_pack");
            case IncomingContent.Album(int images, int videos) -> Optional.of(new Content.Album(images, videos));
            case IncomingContent.Location(Place place, var _) -> Optional.of(place(place));
            case IncomingContent.LiveLocation live ->
                Optional.of(new Content.LiveLocation(
                        live.place().latitude(),
                        live.place().longitude(),
                        boxed(live.movement().accuracy()),
                        live.caption(),
                        live.sequence()));
            case IncomingContent.Contacts(var _, var cards) ->
                Optional.of(new Content.Contacts(cards.stream()
                        .map(card -> new Content.Card(card.name(), card.vcard()))
                        .toList()));
            case IncomingContent.NewPoll(var poll) ->
                Optional.of(new Content.Poll(poll.question(), poll.options(), poll.selectable()));
            case IncomingContent.NewEvent(CalendarEvent event) -> Optional.of(event(event));
            case IncomingContent.Invitation(GroupInvite invite) ->
                Optional.of(new Content.GroupInvite(
                        invite.group(),
                        invite.code(),
                        Optional.of(invite.expires()),
                        invite.groupName(),
                        invite.caption()));
            case IncomingContent.Interactive(Interaction interaction, var _) -> Optional.of(interactive(interaction));
            case IncomingContent.Choice choice -> Optional.of(new Content.Choice(choice.id(), choice.label()));
            case IncomingContent.Comment(var _, IncomingContent said) -> content(said);
            case IncomingContent.PollResult _ -> unknown("poll_result");
            case IncomingContent.NewsletterInvitation _ -> unknown("newsletter_invite");
            case IncomingContent.Product _ -> unknown("product");
            case IncomingContent.Order _ -> unknown("order");
            case IncomingContent.CallLog _ -> unknown("call");
            case IncomingContent.PhoneNumberRequest _ -> unknown("request_phone_number");
            case IncomingContent.Placeholder _ -> Optional.empty();
            case IncomingContent.Unsupported(var kind) -> unknown(kind.name().toLowerCase(Locale.ROOT));
        };
    }

    private static Optional<Content> unknown(String name) {
        return Optional.of(new Content.Unknown(name));
    }

    private static Content.Preview preview(LinkPreview preview) {
        return new Content.Preview(preview.link(), preview.title(), preview.description(), preview.thumbnail());
    }

    private static Content.Location place(Place place) {
        return new Content.Location(place.latitude(), place.longitude(), place.name(), place.address(), place.url());
    }

    private static Content event(CalendarEvent event) {
        return new Content.Event(
                event.name(),
                event.description(),
                event.start(),
                event.end(),
                event.place().map(ContentIn::place),
                event.joinLink(),
                event.cancelled());
    }

    /// Buttons, or a list if there is one among them.
    private static Content interactive(Interaction interaction) {
        List<Content.Button> buttons = new ArrayList<>();
        for (Interaction.Action action : interaction.actions()) {
            switch (action) {
                case Interaction.Action.Menu(String label, List<Interaction.Section> sections) -> {
                    return new Content.Menu(
                            interaction.text(),
                            interaction.title(),
                            interaction.footer(),
                            label,
                            sections.stream().map(ContentIn::section).toList());
                }
                case Interaction.Action.Reply(String id, String label) -> buttons.add(new Content.Button(id, label));
                case Interaction.Action.OpenLink(String label, String url) ->
                    buttons.add(new Content.Button(url, label));
                case Interaction.Action.Call(String label, String number) ->
                    buttons.add(new Content.Button(number, label));
                case Interaction.Action.Copy(String label, String code) -> buttons.add(new Content.Button(code, label));
                case Interaction.Action.Other(String name, String label, var _) ->
                    buttons.add(new Content.Button(name, label));
            }
        }
        return new Content.Buttons(interaction.text(), interaction.footer(), buttons);
    }

    private static Content.Section section(Interaction.Section section) {
        return new Content.Section(
                section.title(),
                section.rows().stream()
                        .map(row -> new Content.Row(row.id(), row.title(), row.description()))
                        .toList());
    }

    private static FileOffer offer(IncomingMessage message, IncomingContent.File file) {
        Bytes remote = new RemoteFile(
                        new MessageRef(
                                message.chat().jid(),
                                message.id(),
                                message.fromMe(),
                                message.fromMe()
                                        ? Optional.empty()
                                        : Optional.of(message.sender().jid())),
                        message.content())
                .bytes();
        Parts parts = parts(file);
        MediaReference reference = file.file();
        return new FileOffer(
                parts.kind(),
                reference.mimetype().orElse(standard(parts.kind())),
                parts.fileName(),
                parts.caption(),
                message.context().viewOnce(),
                boxed(reference.expected().fileLength()),
                boxed(parts.frame().width()),
                boxed(parts.frame().height()),
                parts.length(),
                parts.waveform(),
                parts.frame().thumbnail(),
                remote);
    }

    /// What kinds of files have in common.
    private record Parts(
            MediaKind kind,
            Optional<String> caption,
            Optional<String> fileName,
            Frame frame,
            Optional<Duration> length,
            Optional<Bytes> waveform) {}

    private static Parts parts(IncomingContent.File file) {
        Optional<String> none = Optional.empty();
        return switch (file) {
            case IncomingContent.Image(var _, var caption, Frame frame) ->
                new Parts(MediaKind.IMAGE, caption, none, frame, Optional.empty(), Optional.empty());
            case IncomingContent.Video(var _, var caption, Frame frame, var length, VideoForm form) ->
                new Parts(video(form), caption, none, frame, length, Optional.empty());
            case IncomingContent.Audio(var _, var length) ->
                new Parts(MediaKind.AUDIO, none, none, Frame.NONE, length, Optional.empty());
            case IncomingContent.VoiceNote(var _, var length, Bytes waveform) ->
                new Parts(
                        MediaKind.VOICE,
                        none,
                        none,
                        Frame.NONE,
                        length,
                        Optional.of(waveform).filter(bars -> !bars.isEmpty()));
            case IncomingContent.Document(var _, var fileName, var title, var _, var caption, Frame frame) ->
                new Parts(
                        MediaKind.DOCUMENT,
                        caption,
                        fileName.or(() -> title),
                        frame,
                        Optional.empty(),
                        Optional.empty());
            case IncomingContent.Sticker(var _, Frame frame, var _) ->
                new Parts(MediaKind.STICKER, none, none, frame, Optional.empty(), Optional.empty());
            case IncomingContent.StickerPack(var _, var _, String name, var _, var _) ->
                new Parts(MediaKind.DOCUMENT, none, Optional.of(name), Frame.NONE, Optional.empty(), Optional.empty());
        };
    }

    private static MediaKind video(VideoForm form) {
        return switch (form) {
            case VIDEO -> MediaKind.VIDEO;
            case GIF -> MediaKind.GIF;
            case NOTE -> MediaKind.VIDEO_NOTE;
        };
    }

    private static String standard(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> "image/jpeg";
            case VIDEO, GIF, VIDEO_NOTE -> "video/mp4";
            case AUDIO -> "audio/mp4";
            case VOICE -> "audio/ogg; codecs=opus";
            case STICKER -> "image/webp";
            case DOCUMENT -> "application/octet-stream";
        };
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
}
