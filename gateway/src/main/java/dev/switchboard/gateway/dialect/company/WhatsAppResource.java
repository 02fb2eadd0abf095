// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.contact.Contacts;
import dev.switchboard.gateway.dialect.Attachments;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.DefaultSession;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.Now;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.monitoring.Levels;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.settings.LinkingSettings;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/whatsapp`: sending, health, metrics and diagnosis. What the single dialect has at the same addresses is in the
/// answers too.
@RestController
@RequestMapping("/api/whatsapp")
@Tag(name = "Dialect: company")
public final class WhatsAppResource {
    private static final double MEGABYTE = 1 << 20;

    private final Links links;
    private final DefaultSession standard;
    private final MessageSending messages;
    private final Diagnosis diagnosis;
    private final Tools tools;

    /// What the resource looks at.
    public record Tools(
            SessionWatch watch,
            MessageFigures figures,
            Now now,
            SessionHost host,
            Contacts contacts,
            LinkingSettings settings,
            Attachments attachments,
            Bodies bodies) {}

    public WhatsAppResource(Links links, DefaultSession standard, Sending sending, Tools tools) {
        this.links = links;
        this.standard = standard;
        this.messages = new MessageSending(sending);
        this.diagnosis = new Diagnosis(sending, tools.contacts());
        this.tools = tools;
    }

    /// The body that sends a text.
    @Schema(name = "CompanySend")
    record Send(
            @Nullable String phone,
            @Nullable String number,
            @Nullable String message,
            @Nullable String companyId) {
        @Override
        public String toString() {
            return "Send[]";
        }
    }

    /// The body that sends a file.
    @Schema(name = "CompanySendMedia")
    record SendMedia(
            @Nullable String phone,
            @Nullable String number,
            @Nullable String mediaUrl,
            @Nullable String type,
            @Nullable String caption,
            @Nullable String fileName,
            @Nullable String companyId) {
        @Override
        public String toString() {
            return "SendMedia[]";
        }
    }

    /// The body that asks for a diagnosis.
    @Schema(name = "CompanyDiagnose")
    record Diagnose(
            @Nullable String phone,
            @Nullable String number,
            @Nullable String companyId) {
        @Override
        public String toString() {
            return "Diagnose[]";
        }
    }

    record SentData(String messageId) {}

    record Sent(boolean success, String message, String messageId, SentData data) {}

    record SessionHealth(boolean connected, String status, long uptime) {}

    record HealthMetrics(long messagesSent, long messagesReceived, double averageResponseTime) {}

    record Health(
            boolean initialized,
            String provider,
            String defaultCompany,
            int totalSessions,
            int connectedSessions,
            long uptime,
            String memoryUsage,
            String status,
            boolean connected,
            String state,
            String clientId,
            Map<String, SessionHealth> sessions,
            HealthMetrics metrics) {}

    record Metrics(
            double uptimePercent,
            double messageSuccessRate,
            double averageResponseTimeMs,
            String memoryUsage,
            int qrAttempts,
            int reconnectAttempts,
            Map<String, String> levels) {}

    record Data<T>(boolean success, T data) {}

    @PostMapping("/send")
    @Operation(summary = "Send a text", description = "From the company that is named, else from the default one.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Send.class)))
    Sent send(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Send wish = tools.bodies().read(request, Send.class);
        Jid to = CompanyWords.recipient(wish.phone() == null ? wish.number() : wish.phone());
        String text = CompanyWords.message(wish.message());
        String id = messages.send(caller, company(caller, wish.companyId()), to, text);
        return new Sent(true, "Message sent successfully", id, new SentData(id));
    }

    @PostMapping("/send-media")
    @Operation(
            summary = "Send a file",
            description = "Fetched from mediaUrl, never from private addresses; type image, video, audio or document.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SendMedia.class)))
    Sent sendMedia(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        SendMedia wish = tools.bodies().read(request, SendMedia.class);
        Jid to = CompanyWords.recipient(wish.phone() == null ? wish.number() : wish.phone());
        String url = wish.mediaUrl();
        if (url == null || url.isBlank()) {
            throw CompanyError.of(ErrorClass.VALIDATION_ERROR, "mediaUrl must be an address")
                    .with("field", "mediaUrl")
                    .refusal();
        }
        MediaKind kind = Attachments.kind(wish.type())
                .orElseThrow(() -> CompanyError.of(
                                ErrorClass.VALIDATION_ERROR, "type must be image, video, audio or document")
                        .with("field", "type")
                        .refusal());
        if (wish.caption() != null && wish.caption().length() > CompanyWords.TEXT_LIMIT) {
            throw CompanyError.of(ErrorClass.VALIDATION_ERROR, "caption is too long")
                    .with("field", "caption")
                    .refusal();
        }
        Session session = company(caller, wish.companyId());
        messages.check(session, to);
        SendCommand command = command(session, to, new Attachments.File(kind, url, wish.caption(), wish.fileName()));
        String id = messages.send(caller, session, command);
        return new Sent(true, "Media sent successfully", id, new SentData(id));
    }

    private SendCommand command(Session session, Jid to, Attachments.File file) {
        try {
            return tools.attachments().command(session, to, file);
        } catch (Refusal refusal) {
            throw unusable(refusal);
        }
    }

    /// A file that cannot be had or sent is a wrong value in the request; what is not its fault stays as it is.
    private static RuntimeException unusable(Refusal refusal) {
        Problem problem = refusal.problem();
        if (ErrorClass.of(problem) != ErrorClass.VALIDATION_ERROR) {
            return refusal;
        }
        return CompanyError.of(ErrorClass.VALIDATION_ERROR, problem.detail())
                .with("field", "mediaUrl")
                .with("reason", problem.code())
                .refusal();
    }

    private Session company(Caller caller, @Nullable String companyId) {
        if (companyId == null || companyId.isBlank() || companyId.equals(standard.id())) {
            return standard.of(caller);
        }
        return links.look(caller, companyId).orElseThrow(() -> CompanyResource.unknown(companyId));
    }

    @GetMapping("/health")
    @Operation(summary = "How the service is")
    Data<Health> health(@AuthenticationPrincipal Caller caller) {
        Session main = standard.of(caller);
        List<Session> all = links.all(caller);
        Map<String, SessionHealth> sessions = new LinkedHashMap<>();
        long sent = 0;
        long received = 0;
        for (Session session : all) {
            String status = CompanyWords.status(session);
            MessageFigures.Traffic today = tools.now().today(session);
            sent += today.sent();
            received += today.received();
            sessions.put(
                    session.key().id(), new SessionHealth(status.equals("connected"), status, connectedFor(session)));
        }
        int connected = (int)
                sessions.values().stream().filter(SessionHealth::connected).count();
        String status = CompanyWords.status(main);
        return new Data<>(
                true,
                new Health(
                        true,
                        tools.settings().providerName(),
                        standard.id(),
                        all.size(),
                        connected,
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
                        Math.round(memoryInUse()) + "MB",
                        "healthy",
                        status.equals("connected"),
                        SingleWords.state(
                                main,
                                tools.watch().of(main.key()),
                                tools.settings().maxReconnects()),
                        standard.id(),
                        sessions,
                        new HealthMetrics(
                                sent, received, tools.watch().of(main.key()).responseMillis())));
    }

    private long connectedFor(Session session) {
        return tools.watch()
                .of(session.key())
                .connectedSince()
                .map(since ->
                        Math.max(0, Duration.between(since, tools.now().time()).toSeconds()))
                .orElse(0L);
    }

    private static double memoryInUse() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    }

    @GetMapping("/sessions/{companyId}/metrics")
    @Operation(summary = "How a company's session has fared", description = "With the level of each figure.")
    Data<Metrics> metrics(@AuthenticationPrincipal Caller caller, @PathVariable String companyId) {
        Session session = company(caller, companyId);
        SessionWatch.Reading reading = tools.watch().of(session.key());
        MessageFigures.Traffic today =
                tools.figures().since(session, tools.now().time().minus(Duration.ofDays(1)));
        Levels levels = new Levels(
                rounded(reading.uptimePercent()),
                rounded(today.successPercent()),
                rounded(reading.responseMillis()),
                rounded(memoryInUse() / Math.max(1, tools.host().count())),
                reading.qrAttempts(),
                reading.reconnectAttempts());
        return new Data<>(
                true,
                new Metrics(
                        levels.uptimePercent(),
                        levels.messageSuccessRate(),
                        levels.averageResponseTimeMs(),
                        levels.memoryMegabytes() + "MB",
                        levels.qrAttempts(),
                        levels.reconnectAttempts(),
                        levels.byMetric()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    @PostMapping("/diagnose")
    @Operation(summary = "Why messages do not arrive", description = "Checks session, number, limits and recipient.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Diagnose.class)))
    Data<Diagnosis.Finding> diagnose(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Diagnose wish = tools.bodies().read(request, Diagnose.class);
        Session session = company(caller, wish.companyId());
        return new Data<>(
                true, diagnosis.of(session, Optional.ofNullable(wish.phone() == null ? wish.number() : wish.phone())));
    }
}
