// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import dev.switchboard.gateway.backup.BackupKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a backup is sealed or opened with, from files: a flag would show in the list of processes.
public final class SealOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "file with a passphrase of at least 12 characters")
    private @Nullable Path passphrase;

    @Option(names = "--recipient", paramLabel = "KEY", description = "seal for whoever has this key's identity")
    private @Nullable String recipient;

    @Option(names = "--identity-file", paramLabel = "FILE", description = "file of backup-key that opens it")
    private @Nullable Path identity;

    /// The body of a request that seals.
    Map<String, String> sealing() {
        Map<String, String> body = new LinkedHashMap<>();
        if (passphrase != null) {
            body.put("passphrase", text(passphrase));
        }
        if (recipient != null) {
            body.put("recipient", recipient);
        }
        if (body.size() != 1) {
            throw new CommandFailed("say what to seal with: --passphrase-file or --recipient");
        }
        return body;
    }

    /// What opens it, here.
    public BackupKey.Opening opening() {
        if ((passphrase == null) == (identity == null)) {
            throw new CommandFailed("say what opens it: --passphrase-file or --identity-file");
        }
        return passphrase == null
                ? BackupKey.identity(text(java.util.Objects.requireNonNull(identity)))
                : new BackupKey.Passphrase(text(passphrase));
    }

    /// What opens it, as a request's header.
    Map.Entry<String, String> openingHeader() {
        return switch (opening()) {
            case BackupKey.Passphrase(String text) -> Map.entry("X-Backup-Passphrase", text);
            case BackupKey.Identity key -> Map.entry("X-Backup-Identity", key.text());
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailed("the file " + file + " cannot be read");
        }
    }
}
