// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.ClosedDatabase;
import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Verifies audits without a gateway: in its data folder, or in an export. Nothing is changed.
public final class OfflineAudit {
    private OfflineAudit() {}

    /// The verdicts on all tenants' chains in a data folder.
    ///
    /// @param publicKey the key they have to be signed with, as Base64; empty = the one in the database
    public static Map<String, Verification.Verdict> ofFolder(Path folder, Optional<String> publicKey) {
        Optional<Bytes> pinned = publicKey.map(Bytes::fromBase64);
        return ClosedDatabase.ask(folder.resolve("switchboard.db"), tx -> verdicts(tx, pinned));
    }

    /// The same in a PostgreSQL database.
    public static Map<String, Verification.Verdict> ofDatabase(DatabaseUrl database, Optional<String> publicKey) {
        Optional<Bytes> pinned = publicKey.map(Bytes::fromBase64);
        return ClosedDatabase.ask(database, tx -> verdicts(tx, pinned));
    }

    private static Map<String, Verification.Verdict> verdicts(ReadTx tx, Optional<Bytes> pinned) {
        return Audits.offline(
                new Audits.Reader() {
                    @Override
                    public <T> T read(Function<ReadTx, T> question) {
                        return question.apply(tx);
                    }
                },
                pinned);
    }

    /// The verdict on an export in NDJSON.
    public static Verification.Verdict ofExport(Path file, Optional<String> publicKey) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return AuditExport.verify(in, publicKey.map(Bytes::fromBase64));
        }
    }
}
