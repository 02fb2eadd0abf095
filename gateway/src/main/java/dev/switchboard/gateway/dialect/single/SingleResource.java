// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.single;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.DefaultSession;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.company.CompanyWords;
import dev.switchboard.gateway.dialect.company.SingleWords;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.settings.LinkingSettings;
import dev.switchboard.gateway.storage.Footprint;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/whatsapp` for the default session. What the company dialect has at the same addresses is in the answers too.
@RestController
@RequestMapping("/api/whatsapp")
@Tag(name = "Dialect: single")
public final class SingleResource {
    private final Links links;
    private final DefaultSession standard;
    private final SessionWatch watch;
    private final Tools tools;

    /// What the resource looks at.
    public record Tools(Footprint footprint, SessionCleanup cleanup, LinkingSettings settings, InstantSource time) {}

    public SingleResource(Links links, DefaultSession standard, SessionWatch watch, Tools tools) {
        this.links = links;
        this.standard = standard;
        this.watch = watch;
        this.tools = tools;
    }

    record Data<T>(boolean success, T data) {}

    record Told<T>(boolean success, String message, T data) {}

    record User(String id, String name) {}

    record Status(
            String clientId,
            boolean connected,
            String status,
            String state,
            boolean hasQR,
            String phone,
            String pushname,
            User user,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant connectedAt) {
        @Override
        public String toString() {
            return "Status[" + state + "]";
        }
    }

    record Qr(String qr, String qrImage, int attempts) {
        @Override
        public String toString() {
            return "Qr[redacted]";
        }
    }

    record Storage(long bytes, boolean encrypted) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Info(
            String clientId,
            String state,
            boolean connected,
            String phone,
            String pushname,
            Instant createdAt,
            @Nullable Instant lastConnectedAt,
            int reconnectAttempts,
            int maxReconnectAttempts,
            long uptimeSeconds,
            Storage storage,
            @Nullable String lastError) {
        @Override
        public String toString() {
            return "Info[" + state + "]";
        }
    }

    record Cleaned(int cleaned, List<String> sessions) {}

    @GetMapping("/status")
    @Operation(summary = "How the default session is")
    Data<Status> status(@AuthenticationPrincipal Caller caller) {
        return new Data<>(true, status(standard.of(caller)));
    }

    private Status status(Session session) {
        SessionWatch.Reading reading = watch.of(session.key());
        String status = CompanyWords.status(session);
        Optional<Account> account = session.account().filter(_ -> session.linked());
        String phone = account.map(Account::phone).orElse("");
        String name = name(account);
        boolean connected = status.equals("connected");
        return new Status(
                session.key().id(),
                connected,
                status,
                state(session, reading),
                links.showsQr(session),
                phone,
                name,
                new User(phone.isEmpty() ? "" : phone + "@s.whatsapp.net", name),
                reading.connectedSince()
                        .or(session::connectedAt)
                        .filter(_ -> connected)
                        .orElse(null));
    }

    private static String name(Optional<Account> account) {
        return account.map(known -> Objects.requireNonNullElse(known.name(), known.phone()))
                .orElse("");
    }

    private String state(Session session, SessionWatch.Reading reading) {
        return SingleWords.state(session, reading, tools.settings().maxReconnects());
    }

    @GetMapping("/qr")
    @Operation(summary = "The default session's QR code")
    Data<Qr> qr(@AuthenticationPrincipal Caller caller) {
        Session session = standard.of(caller);
        QrOffer offer = links.qr(caller, session).orElseThrow(() -> SingleWords.noQr(session));
        int attempts = Math.max(1, watch.of(session.key()).qrAttempts());
        return new Data<>(true, new Qr(offer.text(), QrImage.of(offer.text()).dataUrl(), attempts));
    }

    @GetMapping("/session-info")
    @Operation(summary = "All about the default session's link")
    Data<Info> info(@AuthenticationPrincipal Caller caller) {
        Session session = standard.of(caller);
        SessionWatch.Reading reading = watch.of(session.key());
        Optional<Account> account = session.account().filter(_ -> session.linked());
        String state = state(session, reading);
        Instant now = tools.time().instant();
        return new Data<>(
                true,
                new Info(
                        session.key().id(),
                        state,
                        state.equals("ready"),
                        account.map(Account::phone).orElse(""),
                        name(account),
                        session.createdAt(),
                        session.connectedAt().orElse(null),
                        reading.reconnectAttempts(),
                        tools.settings().maxReconnects(),
                        reading.connectedSince()
                                .map(since ->
                                        Math.max(0, Duration.between(since, now).toSeconds()))
                                .orElse(0L),
                        new Storage(tools.footprint().secrets(session.key().ref()), true),
                        reading.lastError().orElse(null)));
    }

    @PostMapping("/reconnect")
    @Operation(summary = "Connect now", description = "Never asks for a new scan while the link holds.")
    Told<Status> reconnect(@AuthenticationPrincipal Caller caller) {
        Session session = links.reconnect(caller, standard.of(caller));
        return new Told<>(true, "Reconnection initiated", status(session));
    }

    @PostMapping("/cleanup-sessions")
    @Operation(
            summary = "Remove what is left of dead sessions",
            description = "Those that were never linked, or not for a week, and are not in use.")
    Told<Cleaned> cleanup(@AuthenticationPrincipal Caller caller) {
        List<String> cleaned = tools.cleanup().run(caller);
        return new Told<>(
                true,
                cleaned.isEmpty() ? "Nothing to clean up" : "Session cleanup completed",
                new Cleaned(cleaned.size(), cleaned));
    }
}
