// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import dev.switchboard.wire.jid.Jid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who lives in the network, as far as the rules need it. Safe for many threads.
public final class Population {

    private final Map<String, String> numberByLid = new ConcurrentHashMap<>();
    private final Map<String, Set<Integer>> removedByNumber = new ConcurrentHashMap<>();

    /// An account exists.
    public void account(Jid pn, Jid lid) {
        removedByNumber.putIfAbsent(pn.user(), ConcurrentHashMap.newKeySet());
        numberByLid.put(lid.user(), pn.user());
    }

    /// A device of an account is gone for good; its number is never given out again.
    public void removed(Jid pn, int device) {
        removedByNumber
                .computeIfAbsent(pn.user(), _ -> ConcurrentHashMap.newKeySet())
                .add(device);
    }

    /// Everything is forgotten.
    public void clear() {
        numberByLid.clear();
        removedByNumber.clear();
    }

    /// Whether a user is known by hidden id but stands on the phone number server, or the reverse.
    boolean misplaced(Jid jid) {
        boolean lid = numberByLid.containsKey(jid.user());
        boolean number = removedByNumber.containsKey(jid.user());
        return (jid.isPn() && lid && !number) || (jid.isLid() && number && !lid);
    }

    /// The number of the account that an address names, if it is known.
    Optional<String> numberOf(Jid jid) {
        String number = jid.isLid() ? numberByLid.get(jid.user()) : jid.user();
        return number != null && removedByNumber.containsKey(number) ? Optional.of(number) : Optional.empty();
    }

    /// Whether an address names a device that was removed.
    boolean stale(Jid jid) {
        String number = jid.isLid() ? numberByLid.get(jid.user()) : jid.user();
        return number != null && removedByNumber.getOrDefault(number, Set.of()).contains(jid.device());
    }
}
