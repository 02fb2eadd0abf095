// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.fault.StorageFailed;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a second gateway off a data folder; the system lets go of it when the process dies.
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            OwnerOnlyFile.folder(folder);
            Path file = folder.resolve("gateway.lock");
            OwnerOnlyFile.file(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new ConfigurationRefused("data folder " + folder
                        + ": in use (expected: one gateway at a time); stop the other gateway first");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new StorageFailed("the data folder " + folder + " cannot be used", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageFailed("the data folder's lock cannot be let go", e);
        }
    }
}
