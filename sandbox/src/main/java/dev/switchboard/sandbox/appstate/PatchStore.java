// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.appstate;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The patches of every account's collections, numbered from 1 without gaps.
///
/// Confined to the network thread.
final class PatchStore {

    private static final String STATE = "state/";
    private static final int VERSION_DIGITS = 9;
    private static final Set<String> NAMES =
            Set.of("critical_block", "critical_unblock_low", "regular_low", "regular_high", "regular");

    private final StateStore store;
    private final Map<Account, Map<String, List<Bytes>>> patches = new HashMap<>();

    PatchStore(StateStore store) {
        this.store = store;
    }

    void restore(Registry registry) {
        store.restore(STATE, (key, record) -> {
            String[] path = key.split("/", -1);
            registry.byPhone(path[1])
                    .ifPresent(account -> patches(account, path[2]).add(record));
        });
    }

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    long version(Account account, String name) {
        return patches(account, name).size();
    }

    /// Adds a patch on top of the present version; empty if it is not readable.
    Optional<Long> add(Account account, String name, Bytes patch) {
        List<Bytes> all = patches(account, name);
        long version = all.size() + 1L;
        try {
            Bytes numbered = Bytes.copyOf(SyncdPatch.parseFrom(patch.toByteArray()).toBuilder()
                    .setVersion(SyncdVersion.newBuilder().setVersion(version))
                    .build()
                    .toByteArray());
            all.add(numbered);
            store.put(key(account, name, version), numbered);
            return Optional.of(version);
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    /// The patches after a version, oldest first, at most so many.
    List<Bytes> after(Account account, String name, long version, int limit) {
        List<Bytes> all = patches(account, name);
        int from = Math.clamp(version, 0, all.size());
        return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    List<Bytes> all(Account account, String name) {
        return List.copyOf(patches(account, name));
    }

    void empty(Account account, String name) {
        List<Bytes> all = patches(account, name);
        for (long version = 1; version <= all.size(); version++) {
            store.remove(key(account, name, version));
        }
        all.clear();
    }

    void emptyAll(Account account) {
        Map<String, List<Bytes>> collections = patches.remove(account);
        if (collections != null) {
            collections.forEach((name, all) -> {
                for (long version = 1; version <= all.size(); version++) {
                    store.remove(key(account, name, version));
                }
            });
        }
    }

    void clear() {
        patches.clear();
    }

    private List<Bytes> patches(Account account, String name) {
        return patches.computeIfAbsent(account, _ -> new HashMap<>()).computeIfAbsent(name, _ -> new ArrayList<>());
    }

    private static String key(Account account, String name, long version) {
        String digits = Long.toString(version);
        return STATE + account.phone() + "/" + name + "/" + "0".repeat(Math.max(0, VERSION_DIGITS - digits.length()))
                + digits;
    }
}
