// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Where the sealed bytes of files are kept, by name. Names are never used twice, so an object never changes.
public interface MediaStore extends AutoCloseable {
    /// Keeps a file's content; durable when this returns. The file may be moved away.
    void put(String name, Path content) throws IOException;

    /// Opens an object from one place to another.
    ///
    /// @param from the first byte
    /// @param length how many bytes, which have to be there
    InputStream open(String name, long from, long length) throws IOException;

    /// Deletes an object, if it is there.
    void delete(String name) throws IOException;

    @Override
    void close();
}
