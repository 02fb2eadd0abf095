// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditPage;
import dev.switchboard.gateway.audit.AuditTrail;
import dev.switchboard.gateway.audit.Link;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.session.Session;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/messages/history` and `/audit/logs`.
@RestController
@Tag(name = "Dialect: clients")
public final class HistoryResource {
    private static final int MOST = 500;

    private final Links links;
    private final Messages messages;
    private final MessageFigures figures;
    private final AuditTrail audit;

    public HistoryResource(Links links, Messages messages, MessageFigures figures, AuditTrail audit) {
        this.links = links;
        this.messages = messages;
        this.figures = figures;
        this.audit = audit;
    }

    record Entry(long timestamp, String type, String from, String to, String message, String status, String messageId) {
        static Entry of(Session session, MessageView view) {
            String client = session.key().id();
            String chat = ClientWords.address(view.chat());
            return new Entry(
                    view.at().toEpochMilli(),
                    view.fromMe() ? "outbound" : "inbound",
                    view.fromMe() ? client : chat,
                    view.fromMe() ? chat : client,
                    Objects.requireNonNullElse(view.text(), ""),
                    view.fromMe() ? Objects.requireNonNullElse(view.status(), "sent") : "received",
                    view.id());
        }

        @Override
        public String toString() {
            return "Entry[" + messageId + "]";
        }
    }

    record History(boolean success, List<Entry> messages, long total) {}

    record Log(
            long timestamp,
            String type,
            String action,
            String actor,
            @Nullable String clientId,
            Map<String, Object> details) {}

    record Logs(boolean success, List<Log> logs, long total) {}

    @GetMapping("/messages/history")
    @Operation(summary = "A client's messages, newest first")
    History history(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String clientId,
            @RequestParam(defaultValue = "50") int limit,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header) {
        Optional<Session> session = links.look(caller, Named.client(caller, clientId, header));
        if (session.isEmpty()) {
            return new History(true, List.of(), 0);
        }
        Session found = session.get();
        List<Entry> entries = messages.history(found, null, null, within(limit)).items().stream()
                .map(view -> Entry.of(found, view))
                .toList();
        return new History(true, entries, figures.total(found));
    }

    @GetMapping("/audit/logs")
    @Operation(summary = "Who did what, newest first; of a client, or of all")
    Logs logs(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String clientId,
            @RequestParam(defaultValue = "100") int limit,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header) {
        Optional<String> client = Named.optional(caller, clientId, header);
        if (client.filter(id -> !caller.sees(id)).isPresent()) {
            return new Logs(true, List.of(), 0);
        }
        AuditPage page = audit.newest(AuditTrail.Wanted.of(caller.tenant(), client, caller.sessions()), within(limit));
        List<Log> logs = page.items().stream()
                .map(entry -> new Log(
                        entry.at(), entry.type(), entry.action(), entry.actor(), entry.session(), details(entry)))
                .toList();
        return new Logs(true, logs, page.total());
    }

    private static Map<String, Object> details(Link.Entry entry) {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "subject", entry.subject());
        put(details, "person", entry.person().value());
        put(details, "outcome", entry.outcome());
        put(details, "route", entry.route());
        put(details, "address", entry.origin().value());
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static int within(int limit) {
        return Math.clamp(limit, 1, MOST);
    }
}
