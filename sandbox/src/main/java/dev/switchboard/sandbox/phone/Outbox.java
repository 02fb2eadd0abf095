// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The latest messages that a phone sent, to be sent again to devices that could not read them. Lives on the phone's
/// lane.
final class Outbox {

    private static final int LIMIT = 512;
    private static final String PREFIX = "sent/";

    private final SavedState saved;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private long nextNumber;

    /// A message as it was before it was sealed.
    ///
    /// @param number its place in the order of sending
    /// @param id the message id
    /// @param to the chat as it was addressed
    /// @param type the stanza's type
    /// @param edit what it does to another message
    /// @param hidden whether a receiver that cannot read it shows nothing
    /// @param content the serialised `Message`, unpadded
    record Draft(
            long number,
            String id,
            Jid to,
            String type,
            @Nullable String edit,
            boolean hidden,
            Bytes content) {

        private static final int VERSION = 1;

        Bytes encode() {
            return new RecordWriter(VERSION)
                    .number(number)
                    .text(id)
                    .text(to.toString())
                    .text(type)
                    .text(edit == null ? "" : edit)
                    .flag(hidden)
                    .bytes(content)
                    .done();
        }

        static Draft decode(Bytes saved) {
            RecordReader in = new RecordReader(saved, VERSION);
            long number = in.number();
            String id = in.text();
            Jid to = Jid.parse(in.text());
            String type = in.text();
            String edit = in.text();
            return new Draft(number, id, to, type, edit.isEmpty() ? null : edit, in.flag(), in.bytes());
        }
    }

    Outbox(SavedState saved) {
        this.saved = saved;
    }

    void restore(Map<String, Bytes> state) {
        state.entrySet().stream()
                .filter(record -> record.getKey().startsWith(PREFIX))
                .map(record -> Draft.decode(record.getValue()))
                .sorted(Comparator.comparingLong(Draft::number))
                .forEach(draft -> {
                    drafts.put(draft.id(), draft);
                    nextNumber = draft.number() + 1;
                });
    }

    /// Keeps a message.
    Draft add(String id, Jid to, Composition composed) {
        Draft draft = new Draft(
                nextNumber++,
                id,
                to,
                composed.traits().type(),
                composed.traits().edit().orElse(null),
                composed.traits().hideOnFailure(),
                Bytes.copyOf(composed.content().toByteArray()));
        drafts.put(id, draft);
        saved.put(PREFIX + id, draft.encode());
        if (drafts.size() > LIMIT) {
            String oldest = drafts.keySet().iterator().next();
            drafts.remove(oldest);
            saved.remove(PREFIX + oldest);
        }
        return draft;
    }

    Optional<Draft> find(String id) {
        return Optional.ofNullable(drafts.get(id));
    }
}
