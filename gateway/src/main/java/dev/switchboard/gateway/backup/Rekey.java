// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Exchanges the master key of an installation whose gateway does not run: every tenant's key is wrapped anew, in one
/// transaction. What the tenants' keys seal stays as it is. Done again, it finds nothing to do.
public final class Rekey {
    private final Vault old;
    private final Vault fresh;

    public Rekey(MasterKey old, MasterKey fresh, InstantSource time, RandomGenerator random) {
        this.old = new Vault(old, tenant -> new byte[0], time, random);
        this.fresh = new Vault(fresh, tenant -> new byte[0], time, random);
    }

    /// Wraps the keys that are not yet wrapped by the new one.
    ///
    /// @return how many that were
    /// @throws SecretsUnreadable if a key is wrapped by neither; nothing was changed then
    public int run(Database database) {
        return database.write(this::run);
    }

    private int run(WriteTx tx) {
        List<Wrapped> keys =
                tx.list("SELECT id, wrapped_key FROM tenant", row -> new Wrapped(row.text(1), row.bytes(2)));
        int changed = 0;
        for (Wrapped key : keys) {
            if (!isDone(key)) {
                byte[] plain = old.unwrapped(key.tenant(), key.key());
                tx.update(
                        "UPDATE tenant SET wrapped_key = ? WHERE id = ?",
                        fresh.wrapped(key.tenant(), plain),
                        key.tenant());
                changed++;
            }
        }
        return changed;
    }

    private boolean isDone(Wrapped key) {
        try {
            fresh.unwrapped(key.tenant(), key.key());
            return true;
        } catch (SecretsUnreadable _) {
            return false;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    private record Wrapped(String tenant, byte[] key) {
        @Override
        public String toString() {
            return "Wrapped[" + tenant + "]";
        }
    }
}
