// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.session.QueryGate;
import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The governor's side for questions to the network, as whether a number is registered, or who is in a group: the same
/// decision as for messages, on a budget of its own. What is answered from what was learnt before does not come here.
/// What was asked is forgotten at a restart. Safe for any thread.
public final class QueryGovernor implements QueryGate {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SWEEP_ABOVE = 20_000;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Outbox outbox;
    private final InstantSource time;
    private final Supplier<Duration> patience;
    private final Map<Long, List<Instant>> asked = new ConcurrentHashMap<>();
    private final LongAdder passed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /// @param patience how long the caller of this moment is ready to wait for its turn
    public QueryGovernor(Outbox outbox, InstantSource time, Supplier<Duration> patience) {
        this.outbox = outbox;
        this.time = time;
        this.patience = patience;
    }

    @Override
    public void pass(SessionKey session) {
        QueryLimits limits = outbox.policy(session).queries();
        if (limits.equals(QueryLimits.NONE)) {
            passed.increment();
            return;
        }
        Duration waits = patience.get();
        while (take(session, limits) instanceof Governor.Decision.Wait(Instant until, Governor.Reason reason)) {
            Duration wait = Duration.between(time.instant(), until);
            if (wait.compareTo(waits) > 0) {
                refused.increment();
                throw Problem.of(
                                ProblemKind.QUERY_LIMITED,
                                "The session has asked the network all that it may for now; the next question may go at "
                                        + until + ".")
                        .withReason(reason.name().toLowerCase(Locale.ROOT))
                        .withRetryAfter(wait)
                        .withAdvice("Come back then, or wait for the turn with the header Prefer: wait=30.")
                        .refusal();
            }
            waits = waits.minus(wait);
            LockSupport.parkNanos(Math.max(1, wait.toNanos()));
        }
        passed.increment();
    }

    private Governor.Decision take(SessionKey session, QueryLimits limits) {
        Instant now = time.instant();
        SendLimits pace = new SendLimits(
                true, orNone(limits.perMinute()), orNone(limits.perHour()), NO_LIMIT, Duration.ZERO, Duration.ZERO);
        if (asked.size() > SWEEP_ABOVE) {
            asked.values().removeIf(times -> times.getLast().isBefore(now.minus(HOUR)));
        }
        Governor.Decision[] decision = {new Governor.Decision.Go()};
        asked.compute(session.ref(), (_, before) -> {
            List<Instant> times = new ArrayList<>(before == null ? List.of() : before);
            times.removeIf(at -> at.isBefore(now.minus(HOUR)));
            List<Instant> newestFirst = new ArrayList<>(times);
            Collections.reverse(newestFirst);
            decision[0] = Governor.decide(pace, newestFirst, now, 0);
            if (decision[0] instanceof Governor.Decision.Go) {
                times.add(now);
            }
            return times.isEmpty() ? null : times;
        });
        return decision[0];
    }

    private static int orNone(int limit) {
        return limit == 0 ? NO_LIMIT : limit;
    }

    /// How many questions a session asked in some time.
    int used(SessionKey session, Duration window) {
        Instant since = time.instant().minus(window);
        return (int) asked.getOrDefault(session.ref(), List.of()).stream()
                .filter(since::isBefore)
                .count();
    }

    /// Questions that went to the network since the start.
    public long passed() {
        return passed.sum();
    }

    /// Questions that were refused since the start.
    public long refused() {
        return refused.sum();
    }
}
