// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes files and folders that nobody but their owner can read, from their first byte on.
public final class OwnerOnlyFile {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyFile.class);
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";

    private OwnerOnlyFile() {}

    /// Makes the folder unless it is there, and takes it away from everybody else.
    public static void folder(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, permissions(FOLDER));
        }
        restrict(folder, FOLDER);
    }

    /// Makes the file, empty, unless it is there, and takes it away from everybody else.
    public static void file(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, permissions(FILE));
        }
        restrict(file, FILE);
    }

    private static FileAttribute<?>[] permissions(String text) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /// Some mounted folders belong to somebody else or know no permissions; they can be used all the same.
    private static void restrict(Path path, String text) throws IOException {
        if (!posix()
                || PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                        .equals(text)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text));
        } catch (FileSystemException e) {
            LOG.warn("{} may be readable by other users of this machine: {}", path, e.getReason());
        }
    }

    /// Puts the text into the file, whole and synced, replacing what was there.
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions(FILE))) {
            Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
