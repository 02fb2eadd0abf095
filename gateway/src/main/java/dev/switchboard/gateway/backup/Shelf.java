// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.media.ObjectFolder;
import dev.switchboard.gateway.settings.ObjectStorage;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/// Where backups are kept, by names that sort by their time.
interface Shelf {
    String ENDING = ".swb";

    /// What the name of one that is not whole ends with besides.
    String PART = ".part";

    /// Names that the schedule gives.
    Pattern OURS = Pattern.compile("switchboard-\\d{8}T\\d{6}Z\\.swb");

    /// Takes a whole file; the file may be moved away.
    void put(String name, Path content) throws IOException;

    /// Names, oldest first.
    List<String> names() throws IOException;

    void delete(String name) throws IOException;

    /// Whether the schedule gave the name.
    static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }

    /// Takes away what a schedule left in a folder that was killed in the middle.
    static void clear(Path folder) throws IOException {
        List<Path> left;
        try (var files = Files.list(folder)) {
            left = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(PART) && isOurs(name.substring(0, name.length() - PART.length()));
                    })
                    .toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    /// A folder, which may be on another file system than what is put into it.
    static Shelf folder(Path folder) {
        return new Shelf() {
            @Override
            public void put(String name, Path content) throws IOException {
                OwnerOnlyFile.folder(folder);
                clear(folder);
                Path part = folder.resolve(name + PART);
                OwnerOnlyFile.file(part);
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    written.force(true);
                }
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }

            @Override
            public List<String> names() throws IOException {
                if (!Files.isDirectory(folder)) {
                    return List.of();
                }
                try (var files = Files.list(folder)) {
                    return files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(ENDING))
                            .sorted()
                            .toList();
                }
            }

            @Override
            public void delete(String name) throws IOException {
                Files.deleteIfExists(folder.resolve(name));
            }
        };
    }

    /// An object storage; it is connected to for each turn.
    static Shelf objects(ObjectStorage storage) {
        return new Shelf() {
            @Override
            public void put(String name, Path content) throws IOException {
                try (ObjectFolder objects = new ObjectFolder(storage, "backups/")) {
                    objects.put(name, content);
                }
            }

            @Override
            public List<String> names() throws IOException {
                try (ObjectFolder objects = new ObjectFolder(storage, "backups/")) {
                    return objects.names().stream()
                            .filter(name -> name.endsWith(ENDING))
                            .toList();
                }
            }

            @Override
            public void delete(String name) throws IOException {
                try (ObjectFolder objects = new ObjectFolder(storage, "backups/")) {
                    objects.delete(name);
                }
            }
        };
    }
}
