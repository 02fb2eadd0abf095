// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Verifies a chain while it is read from its beginning to its end. Not for several threads.
public final class Verification {
    private final String tenant;
    private final Bytes publicKey;
    private final TreeMap<Long, Link.Seal> seals;
    private long next = 1;
    private Bytes before = Digests.NOTHING;
    private long entries;
    private long removed;
    private long erased;
    private long sealed;
    private @Nullable Break broken;

    /// @param seals all there are of the chain
    public Verification(String tenant, Bytes publicKey, List<Link.Seal> seals) {
        this.tenant = tenant;
        this.publicKey = publicKey;
        this.seals = seals.stream()
                .collect(Collectors.toMap(Link.Seal::seq, Function.identity(), (first, _) -> first, TreeMap::new));
    }

    /// Where a chain is broken.
    private record Break(long seq, String reason) {}

    /// How a verification ended.
    ///
    /// @param entries that were there and verified
    /// @param removed by retention, as signed
    /// @param erased personal fields that were erased
    /// @param seals that verified
    /// @param last number of the last entry
    /// @param digest of the last entry
    /// @param brokenAt number of the first entry that does not verify
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Verdict(
            boolean verified,
            long entries,
            long removed,
            long erased,
            long seals,
            long last,
            String digest,
            String publicKey,
            @Nullable Long brokenAt,
            @Nullable String reason) {}

    /// Whether it is of use to go on.
    public boolean whole() {
        return broken == null;
    }

    /// Takes the next link; after the first break nothing more is looked at.
    public void next(Link link) {
        if (broken != null) {
            return;
        }
        Optional<String> reason = link.first() != next
                ? Optional.of("entry " + next + " is missing")
                : switch (link) {
                    case Link.Entry entry -> entry(entry);
                    case Link.Gap gap -> gap(gap);
                };
        if (reason.isPresent()) {
            broken = new Break(next, reason.get());
            return;
        }
        before = link.digest();
        next = link.last() + 1;
    }

    private Optional<String> entry(Link.Entry entry) {
        if (!entry.tenant().equals(tenant)) {
            return Optional.of("the entry is another tenant's");
        }
        if (!entry.person().holds() || !entry.origin().holds()) {
            return Optional.of("a personal field is not what was committed to");
        }
        if (!Digests.entry(before, entry).equals(entry.digest())) {
            return Optional.of("the digest does not fit the entry and the one before it");
        }
        erased += (entry.person().erased() ? 1 : 0) + (entry.origin().erased() ? 1 : 0);
        entries++;
        return seal(entry.seq(), entry.digest());
    }

    private Optional<String> gap(Link.Gap gap) {
        if (!gap.before().equals(before)
                || gap.last() < gap.first()
                || !gap.tenant().equals(tenant)) {
            return Optional.of("the checkpoint that retention left does not fit the entry before it");
        }
        if (!AuditKey.verify(publicKey, gap.signed(), gap.signature())) {
            return Optional.of("the checkpoint that retention left has no valid signature");
        }
        removed += gap.last() - gap.first() + 1;
        return seal(gap.last(), gap.digest());
    }

    private Optional<String> seal(long seq, Bytes digest) {
        Link.Seal seal = seals.get(seq);
        if (seal == null) {
            return Optional.empty();
        }
        if (!AuditKey.verify(publicKey, seal.signed(), seal.signature())) {
            return Optional.of("the seal over this entry has no valid signature");
        }
        if (!seal.digest().equals(digest)) {
            return Optional.of("the entry is not the one that was sealed");
        }
        sealed++;
        return Optional.empty();
    }

    /// Ends it.
    ///
    /// @param head the end of the chain as it is noted elsewhere
    public Verdict end(Link.Head head) {
        Break found = broken;
        if (found == null && head.seq() >= next) {
            found = new Break(next, "entry " + next + " is missing at the end");
        } else if (found == null && (head.seq() != next - 1 || !head.digest().equals(before))) {
            found = new Break(next - 1, "the chain does not end as its head says");
        }
        if (found == null && !seals.isEmpty() && seals.lastKey() >= next) {
            found = new Break(next, "entry " + next + " was sealed and is missing at the end");
        }
        return new Verdict(
                found == null,
                entries,
                removed,
                erased,
                sealed,
                next - 1,
                before.hex(),
                publicKey.base64(),
                found == null ? null : (Long) found.seq(),
                found == null ? null : found.reason());
    }

    /// A verdict on what cannot be verified at all.
    static Verdict impossible(String reason) {
        return new Verdict(false, 0, 0, 0, 0, 0, "", "", 1L, reason);
    }
}
