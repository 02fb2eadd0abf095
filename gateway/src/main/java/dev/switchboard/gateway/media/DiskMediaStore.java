// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files in a folder, which only their owner can read.
final class DiskMediaStore implements MediaStore {
    private final Path folder;

    DiskMediaStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String name, Path content) throws IOException {
        Path place = place(name);
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException("an object outside of every folder");
        }
        OwnerOnlyFile.folder(parent);
        try (FileChannel channel = FileChannel.open(content, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(content, place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public InputStream open(String name, long from, long length) throws IOException {
        FileChannel channel = FileChannel.open(place(name), StandardOpenOption.READ);
        return new PartOfStream(Channels.newInputStream(channel.position(from)), length);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(place(name));
    }

    /// Names begin with a tenant's folder; files are spread over folders by the start of their names.
    private Path place(String name) {
        int slash = name.indexOf('/');
        return folder.resolve(name.substring(0, slash))
                .resolve(name.substring(slash + 1, slash + 3))
                .resolve(name.substring(slash + 1));
    }

    @Override
    public void close() {
        // files are closed by their readers
    }
}
