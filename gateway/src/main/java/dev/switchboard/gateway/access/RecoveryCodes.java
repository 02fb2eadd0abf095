// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Codes that each stand in once for a one-time code, for users who lost their app. A code is 80 random bits, shown
/// once and kept only as its SHA-256.
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int LETTERS = 16;

    private final Database database;
    private final InstantSource time;
    private final RandomGenerator random;

    RecoveryCodes(Database database, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.time = time;
        this.random = random;
    }

    /// Makes a user's codes anew; those of before are good no more.
    List<String> renew(WriteTx tx, String user) {
        forget(tx, user);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String code = Totp.base32(bytes).toLowerCase(Locale.ROOT);
            tx.update("INSERT INTO recovery_code (user_id, digest) VALUES (?, ?)", user, ApiKeys.digest(code));
            codes.add(String.join(
                    "-", code.substring(0, 4), code.substring(4, 8), code.substring(8, 12), code.substring(12)));
        }
        return codes;
    }

    void forget(WriteTx tx, String user) {
        tx.update("DELETE FROM recovery_code WHERE user_id = ?", user);
    }

    /// Whether a text has the form of such a code.
    static boolean looksLikeOne(String text) {
        return plain(text).length() == LETTERS;
    }

    /// Uses a code up; false if it is none of the user's.
    boolean take(String user, String code) {
        return database.write(tx -> tx.update(
                        "UPDATE recovery_code SET used_at = ? WHERE user_id = ? AND digest = ? AND used_at IS NULL",
                        time.instant(),
                        user,
                        ApiKeys.digest(plain(code))))
                == 1;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
