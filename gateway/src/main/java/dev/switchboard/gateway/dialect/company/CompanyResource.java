// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.DefaultSession;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.pairing.QrImage;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/whatsapp/sessions`: companies' links.
@RestController
@RequestMapping("/api/whatsapp/sessions")
@Tag(name = "Dialect: company")
public final class CompanyResource {
    private final Links links;
    private final DefaultSession standard;
    private final Codes codes;
    private final SessionProfiles profiles;
    private final SessionWatch watch;
    private final LinkingSettings settings;
    private final Bodies bodies;

    /// What the resource looks at.
    public record Tools(SessionProfiles profiles, SessionWatch watch, LinkingSettings settings, Bodies bodies) {}

    public CompanyResource(Links links, DefaultSession standard, Codes codes, Tools tools) {
        this.links = links;
        this.standard = standard;
        this.codes = codes;
        this.profiles = tools.profiles();
        this.watch = tools.watch();
        this.settings = tools.settings();
        this.bodies = tools.bodies();
    }

    record Entry(boolean connected, String status) {
        static Entry of(Session session) {
            String status = CompanyWords.status(session);
            return new Entry(status.equals("connected"), status);
        }
    }

    record Summary(int total, int connected) {}

    record Listing(boolean success, Map<String, Entry> data, Summary summary) {}

    record Status(
            String companyId,
            boolean connected,
            String status,
            CompanyWords.User user,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant connectedAt) {}

    record Qr(String qr, int attempts, String qrImage) {
        @Override
        public String toString() {
            return "Qr[redacted]";
        }
    }

    record Data<T>(boolean success, T data) {}

    record Told<T>(boolean success, String message, T data) {}

    /// The body that asks for a code.
    @Schema(name = "CompanyPairingCode")
    record CodeWish(@Nullable String phoneNumber) {
        @Override
        public String toString() {
            return "CodeWish[]";
        }
    }

    /// How the company does business.
    @Schema(name = "CompanyConfig")
    record CompanyConfig(
            @Nullable String greetingMessage, @Nullable String workingHours) {}

    /// The body that begins a company's session.
    @Schema(name = "CompanyInitialize")
    record Initialization(
            @Nullable Boolean usePairingCode,
            @Nullable String phoneNumber,
            @Nullable String name,
            @Nullable String phone,
            @Nullable CompanyConfig config) {
        SessionProfile profile() {
            return new SessionProfile(
                    Optional.ofNullable(phone).or(() -> Optional.ofNullable(phoneNumber)),
                    Optional.ofNullable(name),
                    Optional.ofNullable(config).map(CompanyConfig::greetingMessage),
                    Optional.ofNullable(config).map(CompanyConfig::workingHours),
                    Optional.empty());
        }

        @Override
        public String toString() {
            return "Initialization[]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Initialized(
            String companyId,
            boolean connected,
            String status,
            String method,
            @Nullable String code,
            @Nullable Long expiresIn,
            @Nullable String phoneNumber) {
        @Override
        public String toString() {
            return "Initialized[" + companyId + "]";
        }
    }

    @GetMapping
    @Operation(summary = "All companies' sessions")
    Listing list(@AuthenticationPrincipal Caller caller) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        links.all(caller).forEach(session -> entries.put(session.key().id(), Entry.of(session)));
        int connected = (int) entries.values().stream().filter(Entry::connected).count();
        return new Listing(true, entries, new Summary(entries.size(), connected));
    }

    @GetMapping("/{companyId}/status")
    @Operation(summary = "How a company's session is")
    Data<Status> status(@AuthenticationPrincipal Caller caller, @PathVariable String companyId) {
        return new Data<>(true, status(find(caller, companyId)));
    }

    private Status status(Session session) {
        Entry entry = Entry.of(session);
        Optional<Instant> since = watch.of(session.key()).connectedSince().or(session::connectedAt);
        return new Status(
                session.key().id(),
                entry.connected(),
                entry.status(),
                CompanyWords.User.of(session),
                since.filter(_ -> entry.connected()).orElse(null));
    }

    @GetMapping("/{companyId}/qr")
    @Operation(summary = "The QR code to scan")
    Data<Qr> qr(@AuthenticationPrincipal Caller caller, @PathVariable String companyId) {
        Session session = find(caller, companyId);
        codes.linksHere(session);
        QrOffer offer = links.qr(caller, session)
                .orElseThrow(() -> CompanyError.of(
                                ErrorClass.QR_CODE_ERROR,
                                session.linked() ? "The session is linked already" : "QR code not available")
                        .with("companyId", companyId)
                        .with("status", CompanyWords.status(find(caller, companyId)))
                        .retryable(!session.linked())
                        .refusal());
        int attempts = Math.max(1, watch.of(session.key()).qrAttempts());
        return new Data<>(
                true, new Qr(offer.text(), attempts, QrImage.of(offer.text()).dataUrl()));
    }

    @PostMapping("/{companyId}/pairing-code")
    @Operation(summary = "A code to type on the phone instead of scanning")
    @RequestBody(content = @Content(schema = @Schema(implementation = CodeWish.class)))
    Data<Codes.Shown> code(
            @AuthenticationPrincipal Caller caller, @PathVariable String companyId, HttpServletRequest request) {
        Optional<String> named =
                Optional.ofNullable(bodies.read(request, CodeWish.class).phoneNumber());
        named.ifPresent(text -> CompanyWords.phone(Optional.of(text)));
        Session session =
                links.look(caller, companyId).orElseGet(() -> links.connected(caller, companyId, Optional.empty()));
        return new Data<>(true, codes.of(caller, session, codes.phone(session, named)));
    }

    @PostMapping("/{companyId}/initialize")
    @Operation(summary = "Make a company's session, or connect it")
    @RequestBody(content = @Content(schema = @Schema(implementation = Initialization.class)))
    Told<Initialized> initialize(
            @AuthenticationPrincipal Caller caller, @PathVariable String companyId, HttpServletRequest request) {
        Initialization wish = bodies.read(request, Initialization.class);
        Optional<String> phone = Optional.ofNullable(wish.phoneNumber());
        phone.ifPresent(text -> CompanyWords.phone(Optional.of(text)));
        boolean byCode = wish.usePairingCode() == null ? settings.pairingCode() : wish.usePairingCode();
        Session session = links.connected(caller, companyId, Optional.ofNullable(wish.name()));
        profiles.add(session, wish.profile());
        codes.linksHere(session);
        boolean asks = byCode && !session.linked();
        Codes.Shown code = asks ? codes.of(caller, session, codes.phone(session, phone)) : null;
        Entry entry = Entry.of(find(caller, companyId));
        return new Told<>(
                true,
                "Session initialized successfully",
                new Initialized(
                        companyId,
                        entry.connected(),
                        entry.status(),
                        byCode ? "pairing_code" : "qr",
                        code == null ? null : code.code(),
                        code == null ? null : code.expiresIn(),
                        code == null ? null : code.phoneNumber()));
    }

    @PostMapping("/{companyId}/disconnect")
    @Operation(summary = "Disconnect a company's session", description = "The link is kept.")
    Told<Status> disconnect(@AuthenticationPrincipal Caller caller, @PathVariable String companyId) {
        Session session = links.disconnect(caller, find(caller, companyId));
        return new Told<>(true, "Session disconnected successfully", status(session));
    }

    private Session find(Caller caller, String companyId) {
        return companyId.equals(standard.id())
                ? standard.of(caller)
                : links.look(caller, companyId).orElseThrow(() -> unknown(companyId));
    }

    static CompanyRefusal unknown(String companyId) {
        return CompanyError.of(ErrorClass.SESSION_ERROR, "Session not found")
                .with("companyId", companyId)
                .refusal();
    }
}
