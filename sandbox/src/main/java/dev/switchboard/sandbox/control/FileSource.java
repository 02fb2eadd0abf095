// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// A file as a request names it: a path that this process can read, a data URL, or Base64.
///
/// @param origin where the bytes come from
/// @param mimetype what a data URL says they are
/// @param name the last part of a path
record FileSource(Origin origin, Optional<String> mimetype, Optional<String> name) {

    private static final int HEAD = 64;
    private static final int LONGEST_PATH = 4096;

    /// Opens the bytes.
    @FunctionalInterface
    interface Origin {
        InputStream open() throws IOException;
    }

    /// Reads what a request names.
    ///
    /// @param paths whether paths are allowed: only to callers on this machine
    /// @throws AdminRefusal if it is nothing of the three
    static FileSource parse(String field, String text, boolean paths) {
        if (text.startsWith("data:")) {
            return dataUrl(field, text);
        }
        Optional<Path> path = paths ? path(text) : Optional.empty();
        if (path.isPresent()) {
            return new FileSource(
                    () -> Files.newInputStream(path.get()),
                    Optional.empty(),
                    Optional.of(path.get().getFileName().toString()));
        }
        return new FileSource(bytes(base64(field, text)), Optional.empty(), Optional.empty());
    }

    private static Optional<Path> path(String text) {
        try {
            return text.length() > LONGEST_PATH
                    ? Optional.empty()
                    : Optional.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static FileSource dataUrl(String field, String text) {
        int comma = text.indexOf(',');
        if (comma < 0 || !text.substring(0, comma).endsWith(";base64")) {
            throw wrong(field);
        }
        String type = text.substring("data:".length(), comma - ";base64".length());
        return new FileSource(
                bytes(base64(field, text.substring(comma + 1))),
                type.isEmpty() ? Optional.empty() : Optional.of(type),
                Optional.empty());
    }

    private static byte[] base64(String field, String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text.replace('-', '+').replace('_', '/'));
            boolean plausible = bytes.length > 0
                    && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "+/-_=\r\n".indexOf(c) >= 0);
            if (plausible) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // The complaint below covers it.
        }
        throw wrong(field);
    }

    private static AdminRefusal wrong(String field) {
        return AdminRefusal.malformed(field
                + ": nothing that can be read (expected: the path of a file on this machine, a data URL or Base64)");
    }

    private static Origin bytes(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    /// The first bytes, which tell the type.
    Bytes head() {
        try (InputStream in = origin.open()) {
            return Bytes.copyOf(in.readNBytes(HEAD * 1024));
        } catch (IOException _) {
            throw AdminRefusal.malformed("file: cannot be read");
        }
    }
}
