// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import org.jspecify.annotations.Nullable;

/// The saved form of a [HistoryEntry].
final class HistoryCodec {

    private static final int VERSION = 1;

    private HistoryCodec() {}

    static Bytes encode(HistoryEntry entry) {
        RecordWriter out = new RecordWriter(VERSION)
                .number(entry.seq())
                .text(entry.id())
                .text(entry.chat().toString())
                .text(entry.author().toString())
                .number(entry.device())
                .flag(entry.fromMe())
                .number(entry.at())
                .text(entry.kind().name())
                .bytes(entry.content())
                .number(entry.copies());
        String reaction = entry.reaction();
        return out.text(reaction == null ? "" : reaction)
                .flag(entry.edited())
                .flag(entry.revoked())
                .text(entry.status().name())
                .done();
    }

    static HistoryEntry decode(Bytes saved) {
        RecordReader in = new RecordReader(saved, VERSION);
        return new HistoryEntry(
                in.number(),
                in.text(),
                Jid.parse(in.text()),
                Jid.parse(in.text()),
                in.integer(),
                in.flag(),
                in.number(),
                EntryKind.valueOf(in.text()),
                in.bytes(),
                in.integer(),
                nullIfEmpty(in.text()),
                in.flag(),
                in.flag(),
                MessageStatus.valueOf(in.text()));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
