// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;

/// What a phone knows of the file of a message, besides what the message says.
///
/// @param state whether it has the file
/// @param sha256 the digest of the plain bytes it has, empty without the file
/// @param size how many they are
public record FileNote(FileState state, Bytes sha256, long size) {

    private static final int VERSION = 1;

    static FileNote without(FileState state) {
        return new FileNote(state, Bytes.EMPTY, 0);
    }

    Bytes encode() {
        return new RecordWriter(VERSION)
                .text(state.name())
                .bytes(sha256)
                .number(size)
                .done();
    }

    static FileNote decode(Bytes saved) {
        RecordReader in = new RecordReader(saved, VERSION);
        return new FileNote(FileState.valueOf(in.text()), in.bytes(), in.number());
    }
}
