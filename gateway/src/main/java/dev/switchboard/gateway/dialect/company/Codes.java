// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.settings.LinkingSettings;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pairing codes as the company dialect gives them: shown for a minute, and offered by itself once three QR codes were
/// not scanned.
public final class Codes {
    private static final int FAILED_QR_CODES = 3;
    private static final int MOST_COMPANIES = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Codes.class);

    private final Links links;
    private final Pairing pairing;
    private final SessionProfiles profiles;
    private final SessionWatch watch;
    private final LinkingSettings settings;
    private final InstantSource time;
    private final Map<Company, Boolean> companies = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Company, Boolean> eldest) {
            return size() > MOST_COMPANIES;
        }
    });

    /// What codes are given with.
    public record Tools(Links links, Pairing pairing, SessionProfiles profiles, SessionWatch watch) {}

    public Codes(Tools tools, LinkingSettings settings, InstantSource time) {
        this.links = tools.links();
        this.pairing = tools.pairing();
        this.profiles = tools.profiles();
        this.watch = tools.watch();
        this.settings = settings;
        this.time = time;
    }

    private record Company(TenantId tenant, String id) {}

    /// A code with the seconds it is still shown.
    record Shown(String code, long expiresIn, String phoneNumber) {
        @Override
        public String toString() {
            return "Shown[redacted]";
        }
    }

    /// The session is linked by this dialect: a code may be offered for it. The number that another dialect gave it
    /// is a label, and chooses no way to link.
    void linksHere(Session session) {
        if (!session.linked()) {
            companies.put(new Company(session.key().tenant(), session.key().id()), true);
        }
    }

    /// The number to link: the one named, else the company's own, else the operator's.
    String phone(Session session, Optional<String> named) {
        return CompanyWords.phone(named.filter(text -> !text.isBlank())
                .or(() -> profiles.of(session).phone())
                .or(settings::companyPhone));
    }

    /// The code on display, or a new one.
    Shown of(Caller caller, Session session, String phone) {
        if (session.linked()) {
            throw CompanyError.of(ErrorClass.PAIRING_CODE_ERROR, "The session is linked already")
                    .with("companyId", session.key().id())
                    .retryable(false)
                    .refusal();
        }
        return switch (pairing.code(caller, session, phone)) {
            case Pairing.CodeAnswer.Given given -> {
                Duration left = left(session, given.expires());
                yield new Shown(given.code(), Math.max(1, left.plusMillis(999).toSeconds()), phone);
            }
            case Pairing.CodeAnswer.Refused(int number) ->
                throw CompanyError.of(ErrorClass.PAIRING_CODE_ERROR, "The network refused to give a pairing code")
                        .with("companyId", session.key().id())
                        .with("number", number)
                        .after(Duration.ofMinutes(1))
                        .refusal();
            case Pairing.CodeAnswer.NoAnswer _ ->
                throw CompanyError.of(ErrorClass.TIMEOUT_ERROR, "The network gave no pairing code in time")
                        .with("companyId", session.key().id())
                        .after(Duration.ofSeconds(10))
                        .refusal();
        };
    }

    /// How long the code is shown from now on. The network keeps a code for longer than it is shown and gives no other
    /// one meanwhile: asked for again, the same one is shown once more.
    private Duration left(Session session, @Nullable Instant end) {
        long life = settings.codeLife().toMillis();
        Duration shown = Duration.ofMillis(life - shownFor(session).toMillis() % life);
        Duration kept = end == null ? shown : Duration.between(time.instant(), end);
        return kept.compareTo(shown) < 0 ? kept : shown;
    }

    /// How long the code on display has been there; nothing where there is none.
    private Duration shownFor(Session session) {
        Instant now = time.instant();
        Duration shown = watch.of(session.key())
                .codeSince()
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
        return shown.isNegative() ? Duration.ZERO : shown;
    }

    /// Takes in an event that is in the log: after three QR codes in vain a code is asked for, where a number is known.
    public void logged(Event event) {
        String id = event.session();
        if (event.name() == EventName.SESSION_QR
                && id != null
                && companies.containsKey(new Company(event.tenant(), id))) {
            Caller system = new Caller(event.tenant(), "system", Role.OWNER);
            Thread.ofVirtual().name("pairing-code").start(() -> offer(system, id));
        }
    }

    private void offer(Caller system, String id) {
        try {
            Optional<Session> session = links.look(system, id).filter(found -> !found.linked());
            if (session.isEmpty() || watch.of(session.get().key()).qrAttempts() <= FAILED_QR_CODES) {
                return;
            }
            Optional<String> phone = profiles.of(session.get()).phone().or(settings::companyPhone);
            if (phone.isPresent()) {
                of(system, session.get(), CompanyWords.phone(phone));
            }
        } catch (CompanyRefusal refusal) {
            LOG.info(
                    "no pairing code was offered after {} QR codes: {}",
                    FAILED_QR_CODES,
                    refusal.error().code());
        }
    }
}
