// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Takes a chain's entries away that are over their time, page by page. Stretches of them become gaps, each signed;
/// gaps beside each other become one.
final class Pruning {
    private final String tenant;
    private final Map<AuditType, Long> oldest;
    private final AuditKey key;
    private final InstantSource time;
    private final long youngest;

    Pruning(String tenant, Map<AuditType, Long> oldest, AuditKey key, InstantSource time) {
        this.tenant = tenant;
        this.oldest = Map.copyOf(oldest);
        this.key = key;
        this.time = time;
        this.youngest =
                oldest.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// How far it has come.
    ///
    /// @param before the digest of the link that was looked at last
    record Place(long after, Bytes before, long removed, boolean more) {
        static final Place START = new Place(0, Digests.NOTHING, 0, true);
    }

    /// Does the next page.
    Place page(WriteTx tx, Place from, int size) {
        List<Link> links = Chain.after(tx, tenant, from.after(), size);
        if (links.isEmpty()) {
            return new Place(from.after(), from.before(), from.removed(), false);
        }
        boolean more = links.size() == size && !young(links.getLast());
        List<Link> run = new ArrayList<>();
        Bytes start = from.before();
        Bytes previous = from.before();
        long removed = from.removed();
        for (Link link : links) {
            if (over(link)) {
                start = run.isEmpty() ? previous : start;
                run.add(link);
            } else {
                removed += cut(tx, run, start);
                run.clear();
            }
            previous = link.digest();
        }
        removed += cut(tx, run, start);
        boolean again = !run.isEmpty() && run.size() < links.size();
        return again
                ? new Place(run.getFirst().first() - 1, start, removed, more)
                : new Place(links.getLast().last(), previous, removed, more);
    }

    private boolean young(Link link) {
        return link instanceof Link.Entry entry && entry.at() >= youngest;
    }

    private boolean over(Link link) {
        return switch (link) {
            case Link.Gap _ -> true;
            case Link.Entry entry -> {
                Long limit = oldest.get(AuditType.of(entry.type()));
                yield limit != null && entry.at() < limit;
            }
        };
    }

    private long cut(WriteTx tx, List<Link> run, Bytes start) {
        if (run.isEmpty() || (run.size() == 1 && run.getFirst() instanceof Link.Gap)) {
            return 0;
        }
        Link last = run.getLast();
        Link.Gap open = new Link.Gap(
                tenant, run.getFirst().first(), last.last(), start, last.digest(), time.millis(), Bytes.EMPTY);
        Chain.cut(
                tx,
                new Link.Gap(
                        tenant,
                        open.first(),
                        open.last(),
                        open.before(),
                        open.digest(),
                        open.at(),
                        key.sign(open.signed())));
        return run.stream().filter(Link.Entry.class::isInstance).count();
    }
}
