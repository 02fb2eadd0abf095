// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what a request asks for, and refuses what cannot be sent, saying what could.
final class DraftReader {
    private static final int TEXT_LIMIT = MessageResource.TEXT_LIMIT;
    private static final int WORDS = 1_024;
    private static final int OPTIONS = 12;
    private static final int BUTTONS = 3;
    private static final int ROWS = 10;
    private static final int CARDS = 100;
    private static final int MENTIONS = 1_024;
    private static final int EMOJI = 64;
    private static final int ALBUM = 30;
    private static final long PIN_STANDARD = Duration.ofDays(7).toSeconds();
    private static final long LONGEST = Duration.ofDays(90).toSeconds();

    private final NewMessage body;

    DraftReader(NewMessage body) {
        this.body = body;
    }

    /// The kinds whose fields are there, with what reads each.
    private Map<String, Supplier<Draft>> kinds() {
        Map<String, Supplier<Draft>> kinds = new LinkedHashMap<>();
        put(kinds, "text", body.text(), this::text);
        file(kinds, MediaKind.IMAGE, body.image());
        file(kinds, MediaKind.VIDEO, body.video());
        file(kinds, MediaKind.GIF, body.gif());
        file(kinds, MediaKind.AUDIO, body.audio());
        file(kinds, MediaKind.VOICE, body.voice());
        file(kinds, MediaKind.VIDEO_NOTE, body.videoNote());
        file(kinds, MediaKind.DOCUMENT, body.document());
        file(kinds, MediaKind.STICKER, body.sticker());
        whole(kinds, "location", body.location(), DraftReader::location);
        whole(kinds, "liveLocation", body.liveLocation(), DraftReader::liveLocation);
        whole(kinds, "contacts", body.contacts(), DraftReader::contacts);
        whole(kinds, "poll", body.poll(), DraftReader::poll);
        whole(kinds, "event", body.event(), DraftReader::event);
        whole(kinds, "buttons", body.buttons(), DraftReader::buttons);
        whole(kinds, "list", body.list(), DraftReader::menu);
        whole(kinds, "groupInvite", body.groupInvite(), DraftReader::invite);
        whole(kinds, "album", body.album(), DraftReader::album);
        put(kinds, "forward", body.forward(), part -> new Draft.Forward(messageId(part.messageId(), "forward")));
        put(kinds, "reaction", body.reaction(), DraftReader::reaction);
        put(kinds, "vote", body.vote(), DraftReader::vote);
        put(kinds, "rsvp", body.rsvp(), DraftReader::rsvp);
        put(kinds, "edit", body.edit(), DraftReader::edit);
        put(
                kinds,
                "revoke",
                body.revoke(),
                part -> new Draft.Alter(messageId(part.messageId(), "revoke"), new Change.Revoke()));
        put(kinds, "pin", body.pin(), DraftReader::pin);
        put(
                kinds,
                "keep",
                body.keep(),
                part -> new Draft.Alter(messageId(part.messageId(), "keep"), new Change.Keep(on(part))));
        put(kinds, "star", body.star(), part -> new Draft.Star(messageId(part.messageId(), "star"), on(part)));
        return kinds;
    }

    private static <P> void put(
            Map<String, Supplier<Draft>> kinds,
            String name,
            @Nullable P part,
            java.util.function.Function<P, Draft> reader) {
        if (part != null) {
            kinds.put(name, () -> reader.apply(part));
        }
    }

    private static <P> void whole(
            Map<String, Supplier<Draft>> kinds,
            String name,
            @Nullable P part,
            java.util.function.Function<P, Content> reader) {
        put(kinds, name, part, given -> new Draft.Whole(reader.apply(given)));
    }

    private static void file(Map<String, Supplier<Draft>> kinds, MediaKind kind, NewMessage.@Nullable FilePart part) {
        put(kinds, kind.text(), part, given -> {
            words(given.caption(), kind.text() + ".caption", TEXT_LIMIT);
            return new Draft.File(kind, given);
        });
    }

    /// What is asked for.
    ///
    /// @throws Refusal if that is not clear, or cannot be
    Draft read() {
        Map<String, Supplier<Draft>> kinds = kinds();
        if (kinds.isEmpty()) {
            throw refused("The field text is missing, blank or too long, and there is no other kind of content.")
                    .withAccepted("exactly one of the kinds of content that /openapi names, as text of 1 to "
                            + TEXT_LIMIT + " characters")
                    .refusal();
        }
        if (kinds.size() > 1) {
            throw refused("The body has several kinds of content: " + String.join(", ", kinds.keySet()) + ".")
                    .withAccepted("exactly one; a file has its text in caption")
                    .refusal();
        }
        String kind = kinds.keySet().iterator().next();
        if (body.type() != null && !body.type().equals(kind)) {
            throw refused("The field type does not agree with the field " + kind + ".")
                    .withAccepted("type: " + kind)
                    .refusal();
        }
        return Objects.requireNonNull(kinds.get(kind)).get();
    }

    /// What goes with it.
    SendCommand.Options options() {
        long lifetime = body.lifetimeSeconds() == null ? 0 : body.lifetimeSeconds();
        if (lifetime < 0 || lifetime > LONGEST) {
            throw refused("The field lifetimeSeconds is out of bounds.")
                    .withAccepted("0 to " + LONGEST)
                    .refusal();
        }
        return new SendCommand.Options(
                Optional.ofNullable(body.replyTo()),
                people(body.mentions(), "mentions", MENTIONS),
                Boolean.TRUE.equals(body.mentionAll()),
                0,
                lifetime == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(lifetime)),
                List.of(),
                inAlbum());
    }

    private Optional<String> inAlbum() {
        if (body.inAlbum() != null && body.image() == null && body.video() == null) {
            throw refused("Only an image or a video can be in an album.")
                    .withAccepted("inAlbum beside image or video")
                    .refusal();
        }
        return Optional.ofNullable(body.inAlbum());
    }

    private static Content album(Parts.Album part) {
        int images = Objects.requireNonNullElse(part.images(), 0);
        int videos = Objects.requireNonNullElse(part.videos(), 0);
        if (images < 0 || videos < 0 || images + videos < 2 || images + videos > ALBUM) {
            throw refused("The album has no such number of parts.")
                    .withAccepted("images and videos, 2 to " + ALBUM + " together")
                    .refusal();
        }
        return new Content.Album(images, videos);
    }

    /// People in any form of their addresses.
    static List<Jid> people(@Nullable List<String> texts, String field, int most) {
        List<String> given = texts == null ? List.of() : texts;
        if (given.size() > most) {
            throw refused("The field " + field + " has too many entries.")
                    .withAccepted("at most " + most)
                    .refusal();
        }
        return given.stream()
                .map(text -> Optional.ofNullable(text)
                        .flatMap(Recipient::parse)
                        .orElseThrow(() -> Problem.of(
                                        ProblemKind.INVALID_RECIPIENT,
                                        "The field " + field + " has an entry that is no address of a person.")
                                .withAccepted(Recipient.FORMS)
                                .refusal()))
                .toList();
    }

    private Draft text(String text) {
        String checked = needed(text, "text", TEXT_LIMIT);
        Parts.Preview preview = body.linkPreview();
        return preview == null ? new Draft.Whole(new Content.Text(checked)) : new Draft.Linked(checked, preview);
    }

    private static Content location(Parts.Location part) {
        position(part.latitude(), part.longitude());
        return new Content.Location(
                part.latitude(),
                part.longitude(),
                words(part.name(), "location.name", WORDS),
                words(part.address(), "location.address", WORDS),
                words(part.url(), "location.url", WORDS));
    }

    private static Content liveLocation(Parts.LiveLocation part) {
        position(part.latitude(), part.longitude());
        return new Content.LiveLocation(
                part.latitude(),
                part.longitude(),
                Optional.ofNullable(part.accuracy()),
                words(part.caption(), "liveLocation.caption", WORDS),
                part.sequence() == null ? 1 : part.sequence());
    }

    private static void position(double latitude, double longitude) {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw refused("The place is not on the earth.")
                    .withAccepted("latitude from -90 to 90, longitude from -180 to 180")
                    .refusal();
        }
    }

    private static Content contacts(List<Parts.Contact> parts) {
        if (parts.isEmpty() || parts.size() > CARDS) {
            throw refused("The field contacts has no entries or too many.")
                    .withAccepted("1 to " + CARDS)
                    .refusal();
        }
        return new Content.Contacts(parts.stream().map(DraftReader::card).toList());
    }

    private static Content.Card card(Parts.Contact part) {
        String name = needed(part.name(), "contacts.name", WORDS);
        if (part.vcard() != null) {
            return new Content.Card(name, needed(part.vcard(), "contacts.vcard", TEXT_LIMIT));
        }
        Jid person = Optional.ofNullable(part.phone())
                .flatMap(Recipient::parse)
                .filter(Jid::isPn)
                .orElseThrow(() -> refused("The field contacts has an entry with neither phone nor vcard.")
                        .withAccepted("name and phone, or name and vcard")
                        .refusal());
        return new Content.Card(name, VCards.of(name, person.user()));
    }

    private static Content poll(Parts.Poll part) {
        String question = needed(part.question(), "poll.question", WORDS);
        List<String> options = part.options() == null ? List.of() : part.options();
        if (options.size() < 2 || options.size() > OPTIONS || new HashSet<>(options).size() != options.size()) {
            throw refused("The field poll.options has too few or too many entries, or the same twice.")
                    .withAccepted("2 to " + OPTIONS + " different options")
                    .refusal();
        }
        options.forEach(option -> needed(option, "poll.options", WORDS));
        int selectable = part.selectable() == null ? 1 : part.selectable();
        if (selectable < 0 || selectable > options.size()) {
            throw refused("The field poll.selectable is out of bounds.")
                    .withAccepted("0 (any number) to the number of options")
                    .refusal();
        }
        return new Content.Poll(question, options, selectable);
    }

    private static Content event(Parts.Event part) {
        if (part.start() == null) {
            throw refused("The field event.start is missing.")
                    .withAccepted("a time, as 2030-06-21T16:00:00Z")
                    .refusal();
        }
        return new Content.Event(
                needed(part.name(), "event.name", WORDS),
                words(part.description(), "event.description", TEXT_LIMIT),
                part.start(),
                Optional.ofNullable(part.end()),
                Optional.ofNullable(part.location()).map(place -> (Content.Location) location(place)),
                words(part.link(), "event.link", WORDS),
                Boolean.TRUE.equals(part.cancelled()));
    }

    private static Content buttons(Parts.Buttons part) {
        String text = needed(part.text(), "buttons.text", TEXT_LIMIT);
        Optional<String> footer = words(part.footer(), "buttons.footer", WORDS);
        List<Parts.Button> given = part.buttons() == null ? List.of() : part.buttons();
        boolean fallback = Boolean.TRUE.equals(part.fallback());
        if (given.isEmpty() || given.size() > (fallback ? ROWS : BUTTONS)) {
            throw refused("The field buttons.buttons has no entries or too many.")
                    .withAccepted("1 to " + BUTTONS + " buttons; a list has up to " + ROWS + " lines")
                    .refusal();
        }
        List<Content.Button> buttons = new ArrayList<>();
        for (Parts.Button button : given) {
            String label = needed(button.text(), "buttons.text", WORDS);
            buttons.add(new Content.Button(
                    button.id() == null ? Integer.toString(buttons.size() + 1) : button.id(), label));
        }
        Content.Buttons content = new Content.Buttons(text, footer, buttons);
        return fallback ? NumberedText.of(content) : content;
    }

    private static Content menu(Parts.Menu part) {
        String text = needed(part.text(), "list.text", TEXT_LIMIT);
        List<Content.Section> sections = new ArrayList<>();
        int rows = 0;
        for (Parts.Section section : part.sections() == null ? List.<Parts.Section>of() : part.sections()) {
            List<Content.Row> lines = new ArrayList<>();
            for (Parts.Row row : section.rows() == null ? List.<Parts.Row>of() : section.rows()) {
                rows++;
                lines.add(new Content.Row(
                        row.id() == null ? Integer.toString(rows) : row.id(),
                        needed(row.title(), "list.sections.rows.title", WORDS),
                        words(row.description(), "list.sections.rows.description", WORDS)));
            }
            sections.add(new Content.Section(
                    words(section.title(), "list.sections.title", WORDS).orElse(""), lines));
        }
        if (rows == 0 || rows > ROWS) {
            throw refused("The list has no lines or too many.")
                    .withAccepted("1 to " + ROWS + " lines in all sections together")
                    .refusal();
        }
        Content.Menu content = new Content.Menu(
                text,
                words(part.title(), "list.title", WORDS),
                words(part.footer(), "list.footer", WORDS),
                words(part.button(), "list.button", WORDS).orElse("…"),
                sections);
        return Boolean.TRUE.equals(part.fallback()) ? NumberedText.of(content) : content;
    }

    private static Content invite(Parts.GroupInvite part) {
        Jid group = Optional.ofNullable(part.group())
                .flatMap(Recipient::parseChat)
                .filter(Jid::isGroup)
                .orElseThrow(() -> Problem.of(
                                ProblemKind.INVALID_RECIPIENT, "The field groupInvite.group is no address of a group.")
                        .withAccepted("...@g.us")
                        .refusal());
        return new Content.GroupInvite(
                group,
                needed(part.code(), "groupInvite.code", WORDS),
                Optional.ofNullable(part.expiresAt()),
                words(part.name(), "groupInvite.name", WORDS).orElse(""),
                words(part.caption(), "groupInvite.caption", TEXT_LIMIT));
    }

    private static Draft reaction(NewMessage.ReactionPart part) {
        String emoji = part.emoji() == null ? "" : part.emoji();
        if (emoji.length() > EMOJI) {
            throw refused("The field reaction.emoji is too long.").refusal();
        }
        return new Draft.Alter(messageId(part.messageId(), "reaction"), new Change.React(emoji));
    }

    private static Draft vote(NewMessage.VotePart part) {
        List<String> options = part.options() == null ? List.of() : part.options();
        return new Draft.Alter(
                messageId(part.messageId(), "vote"),
                new Change.Vote(options.stream().filter(Objects::nonNull).toList()));
    }

    private static Draft rsvp(NewMessage.RsvpPart part) {
        Content.Attendance attendance =
                switch (part.attendance() == null ? "" : part.attendance().toLowerCase(Locale.ROOT)) {
                    case "going" -> Content.Attendance.GOING;
                    case "not_going" -> Content.Attendance.NOT_GOING;
                    case "maybe" -> Content.Attendance.MAYBE;
                    default ->
                        throw refused("The field rsvp.attendance is missing or another word.")
                                .withAccepted("going, not_going or maybe")
                                .refusal();
                };
        return new Draft.Alter(messageId(part.messageId(), "rsvp"), new Change.Rsvp(attendance));
    }

    private static Draft edit(NewMessage.EditPart part) {
        return new Draft.Alter(
                messageId(part.messageId(), "edit"), new Change.Edit(needed(part.text(), "edit.text", TEXT_LIMIT)));
    }

    private static Draft pin(NewMessage.PinPart part) {
        long seconds = part.seconds() == null ? PIN_STANDARD : part.seconds();
        if (seconds < 0 || seconds > LONGEST) {
            throw refused("The field pin.seconds is out of bounds.")
                    .withAccepted("0 (unpins it) to " + LONGEST)
                    .refusal();
        }
        return new Draft.Alter(
                messageId(part.messageId(), "pin"),
                new Change.Pin(seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds))));
    }

    private static boolean on(NewMessage.FlagPart part) {
        return part.on() == null || part.on();
    }

    private static String messageId(@Nullable String id, String field) {
        return needed(id, field + ".messageId", 128);
    }

    private static String needed(@Nullable String text, String field, int most) {
        if (text == null || text.isBlank() || text.length() > most) {
            throw refused("The field " + field + " is missing, blank or too long.")
                    .withAccepted("text of 1 to " + most + " characters")
                    .refusal();
        }
        return text;
    }

    private static Optional<String> words(@Nullable String text, String field, int most) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(needed(text, field, most));
    }

    private static Problem refused(String detail) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail);
    }
}
