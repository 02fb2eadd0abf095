// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import static dev.switchboard.gateway.storage.schema.Tables.SESSION_PROFILE;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import java.util.Optional;
import org.jooq.Record;

/// Keeps what callers said about their sessions.
public final class SessionProfiles {
    private final Database database;

    public SessionProfiles(Database database) {
        this.database = database;
    }

    public SessionProfile of(Session session) {
        return database.read(tx -> find(tx, session.key().ref()));
    }

    /// Keeps what is said now; what is not said now stays as it was.
    public void add(Session session, SessionProfile said) {
        if (said.equals(SessionProfile.EMPTY)) {
            return;
        }
        long ref = session.key().ref();
        database.write(tx -> {
            SessionProfile whole = said.orElse(find(tx, ref));
            tx.dsl()
                    .deleteFrom(SESSION_PROFILE)
                    .where(SESSION_PROFILE.SESSION_REF.eq(ref))
                    .execute();
            return tx.dsl()
                    .insertInto(SESSION_PROFILE)
                    .set(SESSION_PROFILE.SESSION_REF, ref)
                    .set(SESSION_PROFILE.TENANT_ID, session.key().tenant().value())
                    .set(SESSION_PROFILE.FENCE, session.fence())
                    .set(SESSION_PROFILE.PHONE, whole.phone().orElse(null))
                    .set(SESSION_PROFILE.BUSINESS, whole.business().orElse(null))
                    .set(SESSION_PROFILE.GREETING, whole.greeting().orElse(null))
                    .set(SESSION_PROFILE.WORKING_HOURS, whole.workingHours().orElse(null))
                    .set(
                            SESSION_PROFILE.DAILY_LIMIT,
                            whole.dailyLimit().map(Integer::longValue).orElse(null))
                    .execute();
        });
    }

    private static SessionProfile find(ReadTx tx, long session) {
        return tx.dsl()
                .selectFrom(SESSION_PROFILE)
                .where(SESSION_PROFILE.SESSION_REF.eq(session))
                .fetchOptional(SessionProfiles::profile)
                .orElse(SessionProfile.EMPTY);
    }

    private static SessionProfile profile(Record row) {
        return new SessionProfile(
                Optional.ofNullable(row.get(SESSION_PROFILE.PHONE)),
                Optional.ofNullable(row.get(SESSION_PROFILE.BUSINESS)),
                Optional.ofNullable(row.get(SESSION_PROFILE.GREETING)),
                Optional.ofNullable(row.get(SESSION_PROFILE.WORKING_HOURS)),
                Optional.ofNullable(row.get(SESSION_PROFILE.DAILY_LIMIT)).map(Long::intValue));
    }
}
