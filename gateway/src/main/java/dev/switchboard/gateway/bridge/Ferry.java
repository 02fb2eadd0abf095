// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works for every bridge on a thread of its own: first what came from there, then what happened here, each in order.
/// What fails is tried again, later and later; what cannot ever work is left out.
final class Ferry extends AfterSessions {
    private static final Logger LOG = LoggerFactory.getLogger(Ferry.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SLEEP = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final long LONGEST_PAUSE = Duration.ofMinutes(15).toSeconds();
    private static final int PAGE = 100;

    private final Bridges bridges;
    private final Bridges.Around around;
    private final Crossing crossing;
    private final Arrivals arrivals;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    /// Those to whom a turn came while they were under way.
    private final Set<Long> again = ConcurrentHashMap.newKeySet();
    private volatile Set<String> sessions = Set.of();
    private final AtomicBoolean nudged = new AtomicBoolean();
    private volatile Instant prunedAt = Instant.EPOCH;

    Ferry(Bridges bridges, Bridges.Around around) {
        super("bridges", FIRST);
        this.bridges = bridges;
        this.around = around;
        this.crossing = new Crossing(around);
        this.arrivals = new Arrivals(around);
        around.events().watch(event -> {
            if (sessions.contains(event.tenant() + "/" + event.session())
                    && Crossing.names().contains(event.name())) {
                nudge();
            }
        });
    }

    void nudge() {
        if (nudged.compareAndSet(false, true)) {
            wakeAfter(Duration.ZERO);
        }
    }

    @Override
    protected void work() {
        nudged.set(false);
        try {
            Instant now = around.now();
            List<Bridge> enabled = around.database().read(BridgeStore::enabled);
            sessions = enabled.stream()
                    .map(bridge -> bridge.tenant() + "/" + bridge.session())
                    .collect(Collectors.toUnmodifiableSet());
            for (Bridge bridge : enabled) {
                if (isReady(bridge, now)) {
                    begin(bridge.ref());
                }
            }
            prune(now);
            forgetTurns();
            wakeAfter(nudged.get() ? Duration.ZERO : pause(enabled, now));
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.error("bridges stumbled and will go on", e);
                wakeAfter(SLEEP);
            }
        }
    }

    private static boolean isReady(Bridge bridge, Instant now) {
        return bridge.enabled() && bridge.pausedUntil().filter(now::isBefore).isEmpty();
    }

    private void begin(long ref) {
        again.add(ref);
        if (underWay.add(ref)) {
            again.remove(ref);
            Thread.ofVirtual().name("bridge-" + ref).start(() -> serve(ref));
        }
    }

    /// How long until a bridge's pause is over.
    private static Duration pause(List<Bridge> enabled, Instant now) {
        return enabled.stream()
                .flatMap(bridge -> bridge.pausedUntil().stream())
                .filter(now::isBefore)
                .map(until -> Duration.between(now, until).plusMillis(1))
                .filter(wait -> wait.compareTo(SLEEP) < 0)
                .min(Duration::compareTo)
                .orElse(SLEEP);
    }

    /// Serves a bridge as it is now that nobody else does.
    private void serve(long ref) {
        boolean more = false;
        try {
            more = around.database()
                    .read(tx -> BridgeStore.find(tx, ref))
                    .filter(bridge -> isReady(bridge, around.now()))
                    .map(this::serve)
                    .orElse(false);
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.error("a bridge stumbled and will go on", e);
            }
        } finally {
            underWay.remove(ref);
            if (again.remove(ref) || more) {
                nudge();
            }
        }
    }

    private boolean serve(Bridge bridge) {
        try {
            Optional<Session> session = around.sessions().find(bridge.tenant(), bridge.session());
            return session.isPresent() && serve(bridge, session.get());
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.error("bridge {} stumbled and will go on", bridge.id(), e);
                failed(bridge, "fault");
            }
            return false;
        }
    }

    /// The answer is whether there is more to do.
    private boolean serve(Bridge bridge, Session session) {
        Chatwoot client = bridges.client(bridge);
        try {
            List<BridgeStore.News> news = around.database().read(tx -> BridgeStore.news(tx, bridge.ref(), PAGE));
            for (BridgeStore.News one : news) {
                deal(bridge, session, client, one);
            }
            long newest = around.events().newest();
            EventFilter filter = new EventFilter(bridge.tenant(), Set.of(bridge.session()), Crossing.names());
            List<Event> page = around.events().page(filter, bridge.position(), PAGE);
            for (Event event : page) {
                cross(bridge, session, client, event);
            }
            boolean all = page.size() < PAGE;
            if (all && newest > bridge.position()) {
                looked(
                        bridge,
                        page.isEmpty()
                                ? newest
                                : Math.max(newest, page.getLast().seq()));
            }
            return !all || !page.isEmpty() || news.size() == PAGE;
        } catch (Chatwoot.Refused refused) {
            failed(bridge, refused.reason());
            return false;
        }
    }

    private void deal(Bridge bridge, Session session, Chatwoot client, BridgeStore.News news) throws Chatwoot.Refused {
        try {
            arrivals.deal(bridge, session, client, news);
        } catch (Chatwoot.Refused refused) {
            if (!refused.lasting()) {
                throw refused;
            }
            LOG.warn("bridge {} leaves out what came in: {}", bridge.id(), refused.reason());
            around.database().write(tx -> {
                BridgeStore.done(tx, news.ref(), around.now());
                return true;
            });
        }
    }

    private void cross(Bridge bridge, Session session, Chatwoot client, Event event) throws Chatwoot.Refused {
        try {
            crossing.cross(bridge, session, client, event);
        } catch (Chatwoot.Refused refused) {
            if (!refused.lasting()) {
                throw refused;
            }
            LOG.warn("bridge {} leaves out event {}: {}", bridge.id(), event.seq(), refused.reason());
        }
        looked(bridge, event.seq());
    }

    private void looked(Bridge bridge, long position) {
        around.database().write(tx -> {
            BridgeStore.looked(tx, bridge.ref(), position);
            return true;
        });
    }

    private void failed(Bridge bridge, String cause) {
        around.database().write(tx -> {
            int failures =
                    BridgeStore.find(tx, bridge.ref()).map(Bridge::failures).orElse(0) + 1;
            long wait = Math.min(LONGEST_PAUSE, 1L << Math.min(failures, 10));
            BridgeStore.failed(tx, bridge.ref(), failures, around.now().plusSeconds(wait), cause);
            return true;
        });
        nudge();
    }

    private void prune(Instant now) {
        if (prunedAt.plus(Duration.ofHours(1)).isBefore(now)) {
            prunedAt = now;
            around.database().write(tx -> {
                BridgeStore.prune(tx, now.minus(KEPT));
                return true;
            });
        }
    }
}
