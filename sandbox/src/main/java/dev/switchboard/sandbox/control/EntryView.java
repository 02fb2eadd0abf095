// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.phone.ContentReading;
import dev.switchboard.sandbox.phone.EntryExtras;
import dev.switchboard.sandbox.phone.FileState;
import dev.switchboard.sandbox.phone.HistoryEntry;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a phone's message is written as JSON.
final class EntryView {

    private EntryView() {}

    /// A message.
    ///
    /// @param extras what the phone keeps beside it
    static ObjectNode of(HistoryEntry entry, EntryExtras extras) {
        ContentReading content = entry.reading();
        ObjectNode json = Json.object()
                .put("id", entry.id())
                .put("chat", ChatName.print(entry.chat()))
                .put("from", ChatName.print(entry.author()))
                .put("fromMe", entry.fromMe())
                .put("t", entry.at())
                .put("type", entry.kind().key())
                .put("copies", entry.copies());
        putIfPresent(json, "text", content.text());
        putIfPresent(json, "caption", content.caption());
        content.file().ifPresent(file -> putFile(json, entry, file, extras));
        content.place().ifPresent(place -> putPlace(json, place));
        content.contact()
                .ifPresent(contact ->
                        json.putObject("contact").put("name", contact.name()).put("vcard", contact.vcard()));
        content.poll().ifPresent(poll -> putPoll(json, poll, extras.votes(entry)));
        content.link().ifPresent(link -> putLink(json, link));
        putIfPresent(json, "quotedId", content.quotedId());
        putIfPresent(json, "reaction", entry.reaction());
        if (entry.edited()) {
            json.put("edited", true);
        }
        if (entry.revoked()) {
            json.put("revoked", true);
        }
        return json.put("status", entry.status().key());
    }

    /// Digest and size are those of the bytes that the phone has, so they stand only where it has them.
    private static void putFile(
            ObjectNode json, HistoryEntry entry, ContentReading.FileReading file, EntryExtras extras) {
        json.put("mimetype", file.mimetype());
        extras.file(entry).ifPresent(note -> {
            if (note.state() == FileState.VERIFIED) {
                json.put("sha256", note.sha256().hex()).put("size", note.size());
            }
            json.put("file", note.state().key());
        });
        putIfPresent(json, "name", file.name());
        if (file.seconds() > 0) {
            json.put("seconds", file.seconds());
        }
        if (file.voice()) {
            json.put("voice", true);
        }
    }

    private static void putPlace(ObjectNode json, ContentReading.PlaceReading place) {
        ObjectNode location =
                json.putObject("location").put("latitude", place.latitude()).put("longitude", place.longitude());
        putIfPresent(location, "name", place.name());
        putIfPresent(location, "address", place.address());
    }

    private static void putPoll(ObjectNode json, ContentReading.PollReading poll, Map<String, List<String>> votes) {
        ObjectNode view =
                json.putObject("poll").put("question", poll.question()).put("selectable", poll.selectable());
        ArrayNode options = view.putArray("options");
        for (String option : poll.options()) {
            ArrayNode voters = options.addObject().put("name", option).putArray("votes");
            votes.forEach((voter, chosen) -> {
                if (chosen.contains(option)) {
                    voters.add(ChatName.print(Jid.parse(voter)));
                }
            });
        }
    }

    private static void putLink(ObjectNode json, ContentReading.LinkReading link) {
        ObjectNode view = json.putObject("link").put("url", link.url());
        putIfPresent(view, "title", link.title());
        putIfPresent(view, "description", link.description());
    }

    private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
