// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/// A file to be taken in.
///
/// @param content its bytes, read once
/// @param mimeType what it is said to be
/// @param fileName what it is called
/// @param origin where it comes from
/// @param look what is known of it already
/// @param accepts which types of files will do
public record NewFile(
        Content content,
        Optional<String> mimeType,
        Optional<String> fileName,
        Media.Origin origin,
        Look look,
        Predicate<String> accepts) {

    /// Opens the bytes.
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /// Somebody's upload.
    public static NewFile upload(Content content, Optional<String> mimeType, Optional<String> fileName) {
        return new NewFile(content, mimeType, fileName, Media.Origin.UPLOAD, Look.UNKNOWN, _ -> true);
    }

    /// The same with what else is known.
    public NewFile with(Look known) {
        return new NewFile(content, mimeType, fileName, origin, known, accepts);
    }

    /// The same, refused unless it is of a type that will do.
    public NewFile accepting(Predicate<String> types) {
        return new NewFile(content, mimeType, fileName, origin, look, types);
    }

    @Override
    public String toString() {
        return "NewFile[" + origin + "]";
    }
}
