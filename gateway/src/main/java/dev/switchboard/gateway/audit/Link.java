// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.wire.Bytes;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A piece of a chain.
public sealed interface Link {
    /// The number of its first entry.
    long first();

    /// The number of its last entry.
    long last();

    /// The digest that what follows is chained to.
    Bytes digest();

    /// A personal field: a value with its salt, and the commitment to both, which stays when they are erased.
    record Personal(
            @Nullable String value,
            @Nullable Bytes salt,
            @Nullable Bytes mark) {
        static final Personal NONE = new Personal(null, null, null);
        private static final int SALT = 16;

        static Personal of(@Nullable String value, RandomGenerator random) {
            if (value == null) {
                return NONE;
            }
            byte[] salt = new byte[SALT];
            random.nextBytes(salt);
            return new Personal(value, Bytes.of(salt), Digests.mark(Bytes.of(salt), value));
        }

        boolean erased() {
            return mark != null && value == null && salt == null;
        }

        /// Whether value and salt are what the commitment says, or were erased together.
        boolean holds() {
            if (value == null || salt == null || mark == null) {
                return value == null && salt == null;
            }
            return Digests.mark(salt, value).equals(mark);
        }

        @Override
        public String toString() {
            return "Personal[]";
        }
    }

    /// An entry.
    record Entry(
            String tenant,
            long seq,
            long at,
            String type,
            String actor,
            String action,
            @Nullable String session,
            @Nullable String subject,
            String outcome,
            @Nullable String route,
            Personal person,
            Personal origin,
            Bytes digest)
            implements Link {
        static Entry of(AuditEntry noted, long seq, long at, @Nullable String route, Personal person, Personal origin) {
            return new Entry(
                    noted.tenant().value(),
                    seq,
                    at,
                    noted.type().text(),
                    noted.actor(),
                    noted.action(),
                    noted.session(),
                    noted.subject(),
                    noted.outcome(),
                    route,
                    person,
                    origin,
                    Digests.NOTHING);
        }

        Entry after(Bytes before) {
            return new Entry(
                    tenant,
                    seq,
                    at,
                    type,
                    actor,
                    action,
                    session,
                    subject,
                    outcome,
                    route,
                    person,
                    origin,
                    Digests.entry(before, this));
        }

        @Override
        public long first() {
            return seq;
        }

        @Override
        public long last() {
            return seq;
        }

        @Override
        public String toString() {
            return "Entry[" + seq + "]";
        }
    }

    /// Entries that retention took away.
    ///
    /// @param before the digest that the first of them was chained to
    /// @param digest of the last of them
    /// @param signature over all of it
    record Gap(String tenant, long first, long last, Bytes before, Bytes digest, long at, Bytes signature)
            implements Link {
        Bytes signed() {
            return Digests.signed("switchboard/audit/gap/1", tenant, first, last, before, digest, at);
        }
    }

    /// A chain's end at a time, signed.
    record Seal(String tenant, long seq, Bytes digest, long at, Bytes signature) {
        Bytes signed() {
            return Digests.signed("switchboard/audit/seal/1", tenant, seq, digest, at);
        }
    }

    /// A chain's end.
    record Head(long seq, Bytes digest) {
        static final Head NONE = new Head(0, Digests.NOTHING);
    }
}
