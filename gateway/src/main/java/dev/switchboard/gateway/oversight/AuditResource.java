// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.oversight;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditExport;
import dev.switchboard.gateway.audit.AuditTrail;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.audit.Link;
import dev.switchboard.gateway.audit.Verification;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/audit`: who did what.
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit", description = "Who did what, as a chain in which no entry can be changed unseen")
public final class AuditResource {
    private final AuditTrail trail;
    private final Audits audits;
    private final AuditExport export;

    public AuditResource(AuditTrail trail, Audits audits, AuditExport export) {
        this.trail = trail;
        this.audits = audits;
        this.export = export;
    }

    /// An entry.
    @Schema(name = "AuditEntry")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EntryView(
            @Schema(description = "number in the tenant's chain", example = "4711")
            long seq,

            Instant at,
            @Schema(example = "message") String type,

            @Schema(
                    description = "id of a key, user or token; demo, network or system",
                    example = "key_0123456789abcdef")
            String actor,

            @Schema(example = "message.accepted") String action,
            @Schema(example = "shop") @Nullable String session,

            @Schema(example = "3EB0C431C26A1916E07E") @Nullable
            String subject,

            @Schema(description = "ok, or a code", example = "ok")
            String outcome,

            @Schema(example = "POST /api/v1/sessions/{id}/messages") @Nullable
            String route,

            @Schema(
                    description = "the other side of a chat; left out once erased",
                    example = "15550100002@s.whatsapp.net")
            @Nullable
            String person,

            @Schema(description = "where the request came from", example = "192.0.2.7") @Nullable
            String address,

            @Schema(description = "covers the entry and the digest before it, in hex")
            String digest) {
        static EntryView of(Link.Entry entry) {
            return new EntryView(
                    entry.seq(),
                    Instant.ofEpochMilli(entry.at()),
                    entry.type(),
                    entry.actor(),
                    entry.action(),
                    entry.session(),
                    entry.subject(),
                    entry.outcome(),
                    entry.route(),
                    entry.person().value(),
                    entry.origin().value(),
                    entry.digest().hex());
        }

        @Override
        public String toString() {
            return "EntryView[" + seq + "]";
        }
    }

    /// Only for the documentation.
    @Schema(name = "AuditPage")
    record EntryPage(List<EntryView> items, @Nullable String next) {}

    @GetMapping
    @Operation(summary = "Read the audit", description = "Newest first.")
    @ApiResponse(
            responseCode = "200",
            description = "Entries",
            content = @Content(schema = @Schema(implementation = EntryPage.class)))
    Page<EntryView> list(
            @AuthenticationPrincipal Caller caller,
            @Schema(description = "message, access, system or connection") @RequestParam(required = false) @Nullable
                    String type,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String session,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        int size = Cursor.limit(limit);
        Optional<String> wantedSession = Optional.ofNullable(session);
        if (wantedSession.filter(id -> !caller.sees(id)).isPresent()) {
            return new Page<>(List.of(), null);
        }
        AuditTrail.Wanted wanted = new AuditTrail.Wanted(
                caller.tenant(),
                wantedSession,
                caller.sessions(),
                Optional.ofNullable(type).map(AuditResource::type),
                Optional.ofNullable(actor),
                Optional.ofNullable(action),
                Optional.ofNullable(from),
                Optional.ofNullable(until));
        long before = cursor == null ? Long.MAX_VALUE : place(cursor);
        List<Link.Entry> read = trail.before(wanted, before, size + 1);
        return Page.of(read, size, entry -> Cursor.of(Long.toString(entry.seq())))
                .map(EntryView::of);
    }

    private static long place(String cursor) {
        try {
            return Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    private static AuditType type(String text) {
        return Arrays.stream(AuditType.values())
                .filter(type -> type.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "There is no such kind of entries.")
                        .withAccepted(Arrays.stream(AuditType.values())
                                .map(AuditType::text)
                                .collect(Collectors.joining(", ")))
                        .refusal());
    }

    @GetMapping("/verify")
    @Operation(
            summary = "Verify the audit",
            description = "Goes through the whole chain and names the first entry that does not fit.")
    Verification.Verdict verify(@AuthenticationPrincipal Caller caller) {
        whole(caller);
        return audits.verify(caller.tenant());
    }

    @GetMapping("/export")
    @Operation(
            summary = "Export the audit",
            description = "The whole chain, with what is needed to verify it elsewhere: docs/security.md says how.")
    @ApiResponse(
            responseCode = "200",
            description = "One line for each entry, checkpoint and seal",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    void export(
            @AuthenticationPrincipal Caller caller,
            @Schema(description = "ndjson or csv") @RequestParam(defaultValue = "ndjson") String format,
            HttpServletResponse response)
            throws IOException {
        whole(caller);
        AuditExport.Form form = form(format);
        String name = format.toLowerCase(Locale.ROOT);
        response.setContentType(form == AuditExport.Form.CSV ? "text/csv;charset=UTF-8" : "application/x-ndjson");
        response.setHeader("Content-Disposition", "attachment; filename=\"audit." + name + "\"");
        response.setHeader("Cache-Control", "no-store");
        audits.seal(caller.tenant());
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 16)) {
            export.write(caller.tenant(), form, out);
        }
    }

    private static AuditExport.Form form(String format) {
        return Arrays.stream(AuditExport.Form.values())
                .filter(form -> form.name().equalsIgnoreCase(format))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "There is no such format.")
                        .withAccepted("ndjson, csv")
                        .refusal());
    }

    /// A chain is one for the tenant: who may see some of its sessions only cannot have it.
    private static void whole(Caller caller) {
        if (!caller.sessions().isEmpty()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The audit as a whole is for credentials of all sessions.")
                    .refusal();
        }
    }
}
