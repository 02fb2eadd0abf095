// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.campaign.Campaigns;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.Now;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfile;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.settings.LinkingSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/whatsapp`.
@RestController
@RequestMapping("/api/v1/whatsapp")
@Tag(name = "Dialect: accounts")
public final class AccountsResource {
    private static final int LABEL_LIMIT = 200;
    private static final int PNG_SCALE = 6;

    private final Links links;
    private final SessionProfiles profiles;
    private final SessionWatch watch;
    private final Tools tools;

    /// What the resource looks at.
    public record Tools(
            Now now,
            MessageFigures figures,
            Campaigns campaigns,
            Sending sending,
            LinkingSettings settings,
            Bodies bodies) {}

    public AccountsResource(Links links, SessionProfiles profiles, SessionWatch watch, Tools tools) {
        this.links = links;
        this.profiles = profiles;
        this.watch = watch;
        this.tools = tools;
    }

    /// The body that begins a connection.
    @Schema(name = "AccountsConnect")
    record Connection(
            @Nullable String phoneNumber, @Nullable String displayName) {
        @Override
        public String toString() {
            return "Connection[]";
        }
    }

    record Data<T>(boolean success, T data) {}

    record Listing(boolean success, List<Account> data, int count) {}

    record Told(String accountId, String status, String message) {}

    record Qr(String qrCode, Instant expiresAt, String status, String raw) {
        @Override
        public String toString() {
            return "Qr[redacted]";
        }
    }

    /// What all views of an account have.
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Account(
            String id,
            String phoneNumber,
            String displayName,
            String connectionStatus,
            String healthStatus,
            long messagesSentToday,
            long messagesReceivedToday,
            int dailyLimit,
            @Nullable Instant lastConnectedAt,
            boolean isActive,
            Instant createdAt,
            boolean isConnected,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("_count") @Nullable
            Counts counts,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double usagePercentage,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean isClientActive,

            @JsonInclude(JsonInclude.Include.NON_NULL) AccountWords.@Nullable ClientInfo clientInfo) {
        @Override
        public String toString() {
            return "Account[" + id + "]";
        }
    }

    record Counts(long messages, long campaigns, long contacts) {}

    @PostMapping("/connect")
    @Operation(summary = "Make an account and connect it")
    @RequestBody(content = @Content(schema = @Schema(implementation = Connection.class)))
    Data<Told> connect(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Connection wish = tools.bodies().read(request, Connection.class);
        Optional<String> phone = text(wish.phoneNumber());
        Session session =
                links.create(caller, Optional.empty(), text(wish.displayName())).orElseThrow();
        profiles.add(session, SessionProfile.ofPhone(phone));
        return new Data<>(
                true,
                new Told(
                        session.key().id(),
                        AccountWords.CONNECTING,
                        "QR code will be generated shortly. Please scan it with your WhatsApp mobile app."));
    }

    private static Optional<String> text(@Nullable String value) {
        Optional<String> text = Optional.ofNullable(value).map(String::strip).filter(words -> !words.isEmpty());
        if (text.filter(words -> words.length() > LABEL_LIMIT).isPresent()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "A field is too long.")
                    .withAccepted("at most " + LABEL_LIMIT + " characters")
                    .refusal();
        }
        return text;
    }

    @GetMapping("/qr-code/{accountId}")
    @Operation(summary = "The QR code to scan", description = "Shown for two minutes after connecting.")
    ResponseEntity<Data<Qr>> qr(@AuthenticationPrincipal Caller caller, @PathVariable String accountId) {
        Session session = links.find(caller, accountId);
        Optional<QrOffer> offer = links.shownOrComing(session);
        Instant begun =
                watch.of(session.key()).linkingSince().orElse(tools.now().time());
        Instant end = begun.plus(tools.settings().qrLife());
        if (offer.isEmpty() || !end.isAfter(tools.now().time())) {
            throw Problem.of(
                            ProblemKind.INVALID_REQUEST,
                            session.linked()
                                    ? "QR code is not available: the account is connected"
                                    : "QR code expired. Please request a new connection.")
                    .withAdvice("POST /api/v1/whatsapp/connect begins a new connection.")
                    .refusal();
        }
        String text = offer.get().text();
        String image = Base64.getEncoder().encodeToString(QrImage.of(text).png(PNG_SCALE));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Data<>(true, new Qr(image, end, AccountWords.status(session), text)));
    }

    @GetMapping("/accounts")
    @Operation(summary = "All accounts")
    Listing list(@AuthenticationPrincipal Caller caller) {
        List<Account> accounts = links.all(caller).stream().map(this::account).toList();
        return new Listing(true, accounts, accounts.size());
    }

    @GetMapping("/accounts/{accountId}")
    @Operation(summary = "An account")
    Data<Account> get(@AuthenticationPrincipal Caller caller, @PathVariable String accountId) {
        Session session = links.find(caller, accountId);
        Counts counts = new Counts(
                tools.figures().total(session),
                tools.campaigns().count(session),
                tools.figures().contacts(session));
        return new Data<>(true, view(session, Optional.of(counts), false));
    }

    @GetMapping("/health/{accountId}")
    @Operation(summary = "How an account is")
    Data<Account> health(@AuthenticationPrincipal Caller caller, @PathVariable String accountId) {
        return new Data<>(true, view(links.find(caller, accountId), Optional.empty(), true));
    }

    private Account account(Session session) {
        return view(session, Optional.empty(), false);
    }

    private Account view(Session session, Optional<Counts> counts, boolean health) {
        SessionProfile profile = profiles.of(session);
        MessageFigures.Traffic today = tools.now().today(session);
        int limit = profile.dailyLimit().orElse(tools.sending().perDay(session));
        double usage = Math.round(1000.0 * today.sent() / limit) / 10.0;
        boolean connected = session.status().state() == LinkState.CONNECTED;
        boolean tooManyTries =
                watch.of(session.key()).reconnectAttempts() > tools.settings().maxReconnects();
        return new Account(
                session.key().id(),
                session.account()
                        .filter(_ -> session.linked())
                        .map(known -> "+" + known.phone())
                        .or(profile::phone)
                        .orElse(""),
                session.label(),
                AccountWords.status(session),
                AccountWords.health(session, usage, tooManyTries),
                today.sent(),
                today.received(),
                limit,
                session.connectedAt().orElse(null),
                session.status().state() != LinkState.LOGGED_OUT,
                session.createdAt(),
                connected,
                counts.orElse(null),
                health ? Double.valueOf(usage) : null,
                health ? Boolean.valueOf(connected) : null,
                health ? AccountWords.ClientInfo.of(session) : null);
    }

    @PostMapping("/disconnect/{accountId}")
    @Operation(summary = "Log an account out", description = "Its secrets are deleted; its record stays.")
    Data<Told> disconnect(@AuthenticationPrincipal Caller caller, @PathVariable String accountId) {
        links.logout(caller, links.find(caller, accountId));
        return new Data<>(
                true, new Told(accountId, AccountWords.DISCONNECTED, "WhatsApp account disconnected successfully"));
    }
}
