// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a file.
///
/// @param from the first byte
/// @param length how many bytes
record ByteRange(long from, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// What a Range header asks for.
    sealed interface Wanted {
        /// The whole file: nothing else was asked for, or nothing that makes sense.
        record Whole() implements Wanted {}

        /// A piece of it.
        record Piece(ByteRange range) implements Wanted {}

        /// A piece that the file does not have.
        record Beyond() implements Wanted {}
    }

    /// Reads a Range header for a file of this size. Several ranges at once count as the whole file.
    static Wanted of(Optional<String> header, long size) {
        Matcher matcher = SINGLE.matcher(header.orElse(""));
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return new Wanted.Whole();
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return length == 0 ? new Wanted.Beyond() : new Wanted.Piece(new ByteRange(size - length, length));
        }
        long from = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (from >= size) {
            return new Wanted.Beyond();
        }
        return last < from ? new Wanted.Whole() : new Wanted.Piece(new ByteRange(from, last - from + 1));
    }

    /// How an answer tells which piece it is.
    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
