// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.session.LinkEnd;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.Restriction;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for what keeps a session from working, and says what to do.
public final class SessionDiagnosis {
    static final String NOTHING = "Nothing needs to be done.";
    private static final Duration PING = Duration.ofSeconds(5);

    private final Sessions sessions;
    private final SessionHost host;
    private final SessionHealth health;
    private final RecipientDiagnosis recipients;
    private final Outbox outbox;

    public SessionDiagnosis(
            Sessions sessions, SessionHost host, SessionHealth health, RecipientDiagnosis recipients, Outbox outbox) {
        this.sessions = sessions;
        this.host = host;
        this.health = health;
        this.recipients = recipients;
        this.outbox = outbox;
    }

    /// One thing that was looked at.
    @Schema(name = "DiagnosisCheck")
    public record Check(@Schema(example = "link") String name, boolean ok, String detail, String advice) {
        static Check good(String name, String detail) {
            return new Check(name, true, detail, NOTHING);
        }

        static Check bad(String name, String detail, String advice) {
            return new Check(name, false, detail, advice);
        }
    }

    /// What was found.
    ///
    /// @param healthy whether nothing keeps it from working
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Diagnosis")
    public record Finding(
            String session,
            boolean healthy,
            HealthLevel level,
            List<Check> checks,

            @Schema(description = "of the recipient, if one was named") @Nullable
            List<Check> recipient) {}

    /// Looks at a session, and at a recipient if one is named.
    public Finding of(Session session, Optional<String> recipient) {
        SessionHealth.View view = health.of(session);
        List<Check> checks = new ArrayList<>();
        checks.add(link(session));
        pulse(session).ifPresent(checks::add);
        checks.add(stability(view));
        checks.add(limits(view));
        checks.add(queue(session));
        checks.add(restriction(session));
        checks.add(recipients.failures(session));
        List<Check> about =
                recipient.map(address -> recipients.of(session, address)).orElse(null);
        boolean healthy = checks.stream().allMatch(Check::ok)
                && (about == null || about.stream().allMatch(Check::ok));
        return new Finding(session.key().id(), healthy, view.level(), checks, about);
    }

    private static Check link(Session session) {
        LinkState state = session.status().state();
        if (state == LinkState.CONNECTED) {
            return Check.good("link", "The session is connected.");
        }
        String end = LinkEnd.of(session.status())
                .map(how -> ", " + how.kind().replace('_', ' '))
                .orElse("");
        return Check.bad(
                "link",
                "The session is " + state.text() + " (" + session.status().cause() + end + ").",
                session.status().advice());
    }

    private Optional<Check> pulse(Session session) {
        Optional<LiveSession> live = host.live(session.key()).filter(now -> now.state() == LinkState.CONNECTED);
        return live.map(now -> switch (now.link().probe(false, PING)) {
            case Answer.Given<Pulse>(Pulse pulse) ->
                Check.good(
                        "pulse",
                        "The network answers after " + pulse.roundTrip().toMillis() + " ms; the last delivery was "
                                + now.link()
                                        .lastDelivery()
                                        .map(Object::toString)
                                        .orElse("before this connection") + ".");
            case Answer.Refused<Pulse> _, Answer.TimedOut<Pulse> _, Answer.NotConnected<Pulse> _ ->
                Check.bad(
                        "pulse",
                        "The network does not answer on this connection.",
                        "It is made anew by itself in a moment; POST .../disconnect and .../connect does so at once.");
        });
    }

    private static Check stability(SessionHealth.View view) {
        Double uptime = view.uptimePercent();
        String drops = view.drops() + " drops in 24 hours";
        if (uptime == null) {
            return Check.good("stability", "It was not meant to be connected in the last 24 hours.");
        }
        boolean ok = view.reasons().stream().noneMatch(reason -> reason.code().equals("uptime"));
        String detail = "It was up " + uptime + " % of the last 24 hours, with " + drops + ".";
        return ok
                ? Check.good("stability", detail)
                : Check.bad(
                        "stability",
                        detail,
                        "GET .../connection tells when and why; look at the network and the proxy.");
    }

    private static Check limits(SessionHealth.View view) {
        String detail = view.sentToday() + " of " + view.dailyLimit() + " messages of the day are used ("
                + view.usagePercent() + " %).";
        return view.usagePercent() < 70
                ? Check.good("limits", detail)
                : Check.bad("limits", detail, "Send less, or raise the limit by PUT .../send-policy with care.");
    }

    private Check queue(Session session) {
        long waiting = outbox.waiting(session.key());
        return waiting == 0 || outbox.free(session.key())
                ? Check.good("queue", "No message is held up.")
                : Check.bad(
                        "queue",
                        waiting + " messages wait.",
                        session.takesMessages()
                                ? "GET .../queue tells what the next one waits for."
                                : "They go when the session is connected.");
    }

    private Check restriction(Session session) {
        Optional<Restriction> held = sessions.restriction(session);
        return held.map(now -> Check.bad(
                        "restriction",
                        "The network holds the account back from new chats since " + now.since()
                                + (now.until() == null ? "." : " until " + now.until() + "."),
                        now.advice()))
                .orElseGet(() -> Check.good("restriction", "The network does not hold the account back."));
    }

    /// Counts as words, the largest first.
    static String spell(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
