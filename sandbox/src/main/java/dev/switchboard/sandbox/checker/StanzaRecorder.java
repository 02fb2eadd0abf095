// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import dev.switchboard.sandbox.watch.Direction;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.node.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the latest stanzas and names the rules that clients broke.
///
/// Bounded by number and by the size of what the stanzas hold. Safe for many threads.
public final class StanzaRecorder implements StanzaLog {

    private static final int LIMIT = 10_000;
    private static final long WEIGHT_LIMIT = 32L << 20;

    private final Population population = new Population();
    private final RuleChecker checker = new RuleChecker(population);
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Weighed> kept = new ArrayDeque<>();
    private long weight;
    private long rulesBroken;

    private static final class Weighed {
        private final int weight;
        private LoggedStanza stanza;

        private Weighed(LoggedStanza stanza, int weight) {
            this.stanza = stanza;
            this.weight = weight;
        }
    }

    /// Who lives in the network; to be kept up to date by whoever knows.
    public Population population() {
        return population;
    }

    /// An account that was stored by an earlier process.
    public void restored(String account) {
        lock.lock();
        try {
            checker.olderThanMemory(account);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void note(LoggedStanza stanza) {
        int size = Weight.of(stanza.stanza());
        lock.lock();
        try {
            LoggedStanza judged = judged(stanza);
            if (judged.rule().isPresent()) {
                rulesBroken++;
            }
            kept.add(new Weighed(judged, size));
            weight += size;
            while (kept.size() > LIMIT || weight > WEIGHT_LIMIT) {
                weight -= kept.removeFirst().weight;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void refused(String account, int device, Node stanza) {
        lock.lock();
        try {
            Iterator<Weighed> newestFirst = kept.descendingIterator();
            while (newestFirst.hasNext()) {
                Weighed logged = newestFirst.next();
                if (isOf(logged.stanza, account, device, stanza)) {
                    if (logged.stanza.rule().isEmpty()) {
                        logged.stanza = withRule(logged.stanza, Rule.REFUSED_BY_SERVER);
                        rulesBroken++;
                    }
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOf(LoggedStanza logged, String account, int device, Node stanza) {
        return logged.direction() == Direction.IN
                && logged.device() == device
                && logged.account().equals(account)
                && logged.stanza().equals(stanza);
    }

    private static LoggedStanza withRule(LoggedStanza logged, Rule rule) {
        return new LoggedStanza(
                logged.at(),
                logged.account(),
                logged.device(),
                logged.direction(),
                logged.stanza(),
                Optional.of(rule.key()));
    }

    private LoggedStanza judged(LoggedStanza logged) {
        String account = logged.account();
        if (logged.direction() == Direction.OUT) {
            checker.delivered(account, logged.stanza());
            return logged;
        }
        // Before it has an account, a client sends nothing that these rules know.
        if (account.isEmpty() || logged.rule().isPresent()) {
            return logged;
        }
        Optional<Rule> broken = checker.judge(account, logged.device(), logged.stanza());
        return broken.map(rule -> withRule(logged, rule)).orElse(logged);
    }

    /// The latest stanzas, newest last.
    ///
    /// @param account only those of this account
    /// @param limit how many at most
    public List<LoggedStanza> latest(Optional<String> account, int limit) {
        List<LoggedStanza> found = new ArrayList<>();
        lock.lock();
        try {
            Iterator<Weighed> newestFirst = kept.descendingIterator();
            while (newestFirst.hasNext() && found.size() < limit) {
                LoggedStanza stanza = newestFirst.next().stanza;
                if (account.isEmpty() || account.get().equals(stanza.account())) {
                    found.add(stanza);
                }
            }
        } finally {
            lock.unlock();
        }
        return found.reversed();
    }

    /// How often a client broke a rule since the start or the last [#clear].
    public long rulesBroken() {
        lock.lock();
        try {
            return rulesBroken;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets everything.
    public void clear() {
        lock.lock();
        try {
            kept.clear();
            weight = 0;
            rulesBroken = 0;
            checker.clear();
            population.clear();
        } finally {
            lock.unlock();
        }
    }
}
