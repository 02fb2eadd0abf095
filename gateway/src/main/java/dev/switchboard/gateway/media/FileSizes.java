// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// What whoever copies objects of the store has to know of them.
public final class FileSizes {
    private FileSizes() {}

    /// How long the object of a file of this size is.
    public static long sealed(long size) {
        return FileSeal.sealedSize(size);
    }

    /// Whether the store said that there is no such object, as opposed to not answering.
    public static boolean isAbsent(IOException e) {
        return e instanceof NoSuchFileException || e.getCause() instanceof NoSuchKeyException;
    }
}
