// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.LoginFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Who has written with whom since this process began, and what becomes of those who write to too many they have not
/// written with: faults decide. Confined to the network thread.
public final class FirstContacts {

    private static final int BAN_SECONDS = 3_600;
    private static final int BANNED_FOR_A_TIME = 402;
    private static final int TOO_MANY_STRANGERS = 101;

    private final Faults faults;
    private final Consumer<Account> lockListener;
    private final InstantSource clock;
    private final Map<Account, Set<Account>> writtenWith = new HashMap<>();
    private final Map<Account, Integer> counts = new HashMap<>();
    private final Map<Account, Instant> bans = new HashMap<>();
    private final Set<Account> locked = new HashSet<>();

    /// Nobody has written yet.
    ///
    /// @param lockListener hears of an account that meets the lock for the first time
    public FirstContacts(Faults faults, Consumer<Account> lockListener, InstantSource clock) {
        this.faults = faults;
        this.lockListener = lockListener;
        this.clock = clock;
    }

    /// What becomes of a message to a person.
    enum Verdict {
        /// It may go.
        PASS,
        /// The account is locked against strangers.
        LOCKED,
        /// The account is banned from now on.
        BANNED
    }

    /// Judges a message to another account, which counts as written if it may go.
    Verdict judge(Device from, Account recipient) {
        Account account = from.account();
        if (account == recipient || written(account).contains(recipient)) {
            return Verdict.PASS;
        }
        FaultTarget place = FaultTarget.chat(account.phone(), from.id(), recipient.phone());
        if (faults.strike(FaultKind.REACH_OUT_LOCK, place).isPresent()) {
            if (locked.add(account)) {
                lockListener.accept(account);
            }
            return Verdict.LOCKED;
        }
        if (faults.peek(FaultKind.CONTACT_BAN, place).isPresent() && isOneTooMany(account, place)) {
            return Verdict.BANNED;
        }
        written(account).add(recipient);
        written(recipient).add(account);
        return Verdict.PASS;
    }

    private boolean isOneTooMany(Account account, FaultTarget place) {
        int count = counts.merge(account, 1, Integer::sum);
        Optional<FaultDefinition> ban = faults.strike(
                FaultKind.CONTACT_BAN,
                place,
                fault -> count > fault.number("contacts").orElse(0));
        ban.ifPresent(fault -> bans.put(
                account, clock.instant().plusSeconds(fault.number("expire").orElse(BAN_SECONDS))));
        return ban.isPresent();
    }

    private Set<Account> written(Account account) {
        return writtenWith.computeIfAbsent(account, _ -> new HashSet<>());
    }

    /// How long an account is still banned; empty if it is not.
    public Optional<Duration> banned(Account account) {
        Instant now = clock.instant();
        return Optional.ofNullable(bans.get(account))
                .filter(end -> end.isAfter(now))
                .map(end -> Duration.between(now, end));
    }

    /// What ends the stream of a banned account: a login that is refused for a while.
    public Node failure(Account account) {
        long left = banned(account).orElse(Duration.ZERO).toSeconds();
        return new LoginFailure(
                        BANNED_FOR_A_TIME,
                        OptionalInt.of(TOO_MANY_STRANGERS),
                        OptionalLong.of(left),
                        Optional.empty(),
                        Optional.empty())
                .toNode();
    }

    /// Forgets everything.
    public void clear() {
        writtenWith.clear();
        counts.clear();
        bans.clear();
        locked.clear();
    }
}
