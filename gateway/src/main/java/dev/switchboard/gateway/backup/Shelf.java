// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.media.ObjectFolder;
import dev.switchboard.gateway.settings.ObjectStorage;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Where backups are kept, by names that sort by their time.
interface Shelf {
    String ENDING = ".swb";

    /// Takes a whole file; the file may be moved away.
    void put(String name, Path content) throws IOException;

    /// Names, oldest first.
    List<String> names() throws IOException;

    void delete(String name) throws IOException;

    /// A folder, which may be on another file system than what is put into it.
    static Shelf folder(Path folder) {
        return new Shelf() {
            @Override
            public void put(String name, Path content) throws IOException {
                OwnerOnlyFile.folder(folder);
                Path part = folder.resolve(name + ".part");
                OwnerOnlyFile.file(part);
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
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
