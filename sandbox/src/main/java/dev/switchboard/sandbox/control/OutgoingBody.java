// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.phone.FileDetails;
import dev.switchboard.sandbox.phone.Outgoing;
import dev.switchboard.sandbox.phone.PhoneContent;
import dev.switchboard.sandbox.phone.SealedFile;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.proto.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Reads what a phone is to send.
final class OutgoingBody {

    /// The fields a body can have.
    static final String[] FIELDS = {
        "to",
        "text",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contact",
        "poll",
        "vote",
        "link",
        "reaction",
        "edit",
        "revoke",
        "quote"
    };

    private static final List<String> CONTENT = List.of(FIELDS).subList(1, FIELDS.length - 1);
    private static final List<String> UNQUOTING = List.of("vote", "reaction", "edit", "revoke");

    private final SimulatedPhones phones;
    private final Body body;
    private final boolean paths;

    /// A body.
    ///
    /// @param paths whether files may be named by their paths
    OutgoingBody(SimulatedPhones phones, Body body, boolean paths) {
        this.phones = phones;
        this.body = body;
        this.paths = paths;
    }

    /// What it says.
    Outgoing read() {
        List<String> named = CONTENT.stream().filter(body::has).toList();
        if (named.size() != 1) {
            throw AdminRefusal.malformed("content: " + (named.isEmpty() ? "none" : String.join(", ", named))
                    + " (expected: one of " + String.join(", ", CONTENT) + ")");
        }
        String kind = named.getFirst();
        if (body.has("quote") && UNQUOTING.contains(kind)) {
            throw AdminRefusal.malformed(
                    "quote: beside " + kind + " (expected: beside what stands in a chat by itself)");
        }
        return switch (kind) {
            case "text" -> new Outgoing.Text(nonEmpty(body, "text"), quote());
            case "reaction" -> {
                Body reaction = body.object("reaction", "id", "emoji").orElseThrow();
                yield new Outgoing.Reaction(nonEmpty(reaction, "id"), reaction.requireText("emoji"));
            }
            case "edit" -> {
                Body edit = body.object("edit", "id", "text").orElseThrow();
                yield new Outgoing.Edit(nonEmpty(edit, "id"), nonEmpty(edit, "text"));
            }
            case "revoke" ->
                new Outgoing.Revoke(nonEmpty(body.object("revoke", "id").orElseThrow(), "id"));
            case "vote" -> {
                Body vote = body.object("vote", "id", "options").orElseThrow();
                yield new Outgoing.Vote(nonEmpty(vote, "id"), vote.texts("options"));
            }
            default -> new Outgoing.Content(content(kind), quote());
        };
    }

    private Message content(String kind) {
        return switch (kind) {
            case "location" ->
                location(body.object(kind, "latitude", "longitude", "name", "address")
                        .orElseThrow());
            case "contact" ->
                contact(body.object(kind, "name", "phone", "vcard").orElseThrow());
            case "poll" ->
                poll(body.object(kind, "question", "options", "selectable").orElseThrow());
            case "link" ->
                link(body.object(kind, "text", "url", "title", "description", "thumbnail")
                        .orElseThrow());
            default -> file(kind);
        };
    }

    private static Message location(Body place) {
        return MessageContent.location(
                place.fraction("latitude").orElseThrow(() -> place.wrong("latitude", "degrees")),
                place.fraction("longitude").orElseThrow(() -> place.wrong("longitude", "degrees")),
                place.text("name"),
                place.text("address"));
    }

    private static Message contact(Body contact) {
        String name = nonEmpty(contact, "name");
        Optional<String> card = contact.text("vcard");
        if (card.isPresent()) {
            return MessageContent.contact(name, card.get());
        }
        String phone = ChatName.parseNumber("contact.phone", contact.requireText("phone"));
        return MessageContent.contact(
                name,
                "BEGIN:VCARD\nVERSION:3.0\nFN:" + name + "\nTEL;type=CELL;waid=" + phone + ":+" + phone
                        + "\nEND:VCARD");
    }

    private Message poll(Body poll) {
        int selectable = poll.integer("selectable", 0).orElse(1);
        List<String> options = poll.requireTexts("options");
        Message message = MessageContent.poll(nonEmpty(poll, "question"), options, selectable, Bytes.EMPTY);
        // The phone gives it its secret.
        return message.toBuilder().clearMessageContextInfo().build();
    }

    private Message link(Body link) {
        String url = nonEmpty(link, "url");
        return PhoneContent.link(
                link.text("text").orElse(url), url, link.text("title"), link.text("description"), thumbnail(link));
    }

    private Message file(String field) {
        Body file = body.object(
                        field,
                        "file",
                        "caption",
                        "mimetype",
                        "name",
                        "seconds",
                        "voice",
                        "gif",
                        "note",
                        "viewOnce",
                        "thumbnail")
                .orElseThrow();
        FileSource source = FileSource.parse(field + ".file", nonEmpty(file, "file"), paths);
        MediaKind kind = kind(field, file);
        Optional<FileType> type = FileType.of(source.head(), source.name());
        String mimetype = file.text("mimetype")
                .or(source::mimetype)
                .or(() -> type.map(FileType::mimetype).filter(found -> fits(kind, found)))
                .orElseGet(() -> usual(kind));
        FileDetails details = new FileDetails(
                file.text("caption").filter(caption -> !caption.isEmpty()),
                file.text("name").or(source::name),
                file.integer("seconds", 0).orElse(0),
                type.map(FileType::width).orElse(0),
                type.map(FileType::height).orElse(0),
                thumbnail(file),
                file.flag("viewOnce").orElse(false),
                type.map(FileType::animated).orElse(false));
        try (InputStream in = source.origin().open()) {
            SealedFile sealed = phones.upload(in, kind, mimetype);
            return PhoneContent.file(kind, sealed, details);
        } catch (IOException _) {
            throw AdminRefusal.malformed(field + ".file: cannot be read");
        }
    }

    private Optional<Bytes> thumbnail(Body of) {
        return of.text("thumbnail")
                .map(text -> FileSource.parse("thumbnail", text, false).head());
    }

    private static MediaKind kind(String field, Body file) {
        return switch (field) {
            case "image" -> MediaKind.IMAGE;
            case "video" ->
                file.flag("note").orElse(false)
                        ? MediaKind.VIDEO_NOTE
                        : file.flag("gif").orElse(false) ? MediaKind.GIF : MediaKind.VIDEO;
            case "audio" -> file.flag("voice").orElse(false) ? MediaKind.VOICE_NOTE : MediaKind.AUDIO;
            case "sticker" -> MediaKind.STICKER;
            default -> MediaKind.DOCUMENT;
        };
    }

    private static boolean fits(MediaKind kind, String mimetype) {
        return switch (kind) {
            case IMAGE, STICKER -> mimetype.startsWith("image/");
            case VIDEO, VIDEO_NOTE, GIF -> mimetype.startsWith("video/");
            case AUDIO, VOICE_NOTE -> mimetype.startsWith("audio/");
            default -> true;
        };
    }

    private static String usual(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> "image/jpeg";
            case STICKER -> "image/webp";
            case VIDEO, VIDEO_NOTE, GIF -> "video/mp4";
            case AUDIO -> "audio/mpeg";
            case VOICE_NOTE -> "audio/ogg; codecs=opus";
            default -> "application/octet-stream";
        };
    }

    /// The message answered, by its id or as an object with its id.
    private Optional<String> quote() {
        return body.isObject("quote")
                ? body.object("quote", "id").map(quoted -> nonEmpty(quoted, "id"))
                : body.text("quote");
    }

    static String nonEmpty(Body body, String name) {
        String text = body.requireText(name);
        if (text.isEmpty()) {
            throw body.wrong(name, "a string that is not empty");
        }
        return text;
    }
}
