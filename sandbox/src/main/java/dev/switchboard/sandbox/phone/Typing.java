// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Who is writing to a phone now. Safe for many threads.
final class Typing {

    private static final long LASTS_MILLIS = Duration.ofSeconds(12).toMillis();

    private final PhoneContext phone;
    private final Map<Jid, Note> notes = new ConcurrentHashMap<>();

    private record Note(Jid who, String what, long until) {}

    Typing(PhoneContext phone) {
        this.phone = phone;
    }

    /// Takes in a chat state.
    void take(Node stanza) {
        Jid from = stanza.requireJid("from");
        Jid chat = phone.people().chat(from);
        Jid who = stanza.jid("participant").map(phone.people()::chat).orElse(chat);
        Optional<Node> composing = stanza.child("composing");
        if (composing.isPresent()) {
            String what = composing.get().hasText("media", "audio") ? "recording" : "composing";
            notes.put(chat, new Note(who, what, phone.now() + LASTS_MILLIS));
        } else {
            notes.remove(chat);
        }
    }

    /// A message ends it.
    void ended(Jid chat) {
        notes.remove(chat);
    }

    /// What goes on, by chat: who writes or records.
    Map<Jid, String> now() {
        notes.values().removeIf(note -> note.until < phone.now());
        Map<Jid, String> now = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        notes.forEach((chat, note) -> now.put(chat, note.what + " " + note.who));
        return now;
    }
}
