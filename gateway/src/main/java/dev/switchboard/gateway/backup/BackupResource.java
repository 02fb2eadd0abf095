// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.FirstTenant;
import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Backups of everything, and sessions that move to another host. Both stream; whoever reads one that was cut off
/// finds that out.
@RestController
@Tag(name = "Backups")
public final class BackupResource {
    private static final String BINARY = MediaType.APPLICATION_OCTET_STREAM_VALUE;

    private final Backups backups;
    private final SessionMove moves;
    private final Sessions sessions;
    private final BackupNotes notes;

    public BackupResource(Backups backups, SessionMove moves, Sessions sessions, BackupNotes notes) {
        this.backups = backups;
        this.moves = moves;
        this.sessions = sessions;
        this.notes = notes;
    }

    /// The body that says what to seal with.
    @Schema(name = "BackupSeal")
    public record Seal(
            @Schema(
                    description = "at least 12 characters; whoever knows it can open the backup",
                    example = "correct horse battery staple")
            @Nullable
            String passphrase,

            @Schema(
                    description = "instead of a passphrase: the public key of the one who can open it, as the command"
                            + " backup-key makes it")
            @Nullable
            String recipient) {
        @Override
        public String toString() {
            return "Seal(redacted)";
        }

        BackupKey.Sealing key() {
            if ((passphrase == null) == (recipient == null)) {
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The body says not what to seal with, or twice.")
                        .withAccepted("passphrase or recipient")
                        .refusal();
            }
            try {
                return passphrase == null
                        ? BackupKey.recipient(String.valueOf(recipient))
                        : BackupKey.passphrase(passphrase);
            } catch (BackupRefused e) {
                throw refused(e);
            }
        }
    }

    /// A session that has arrived.
    @Schema(name = "ArrivedSession")
    public record ArrivedSession(
            @Schema(example = "shop") String id,
            @Schema(example = "disconnected") String state,
            String advice) {}

    @PostMapping(
            value = "/api/v1/backups",
            produces = {BINARY, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(
            summary = "Make a backup of everything",
            description = "Streams the whole installation as it is at this moment, sealed: all tenants, their keys and"
                    + " files, never the master key. Put it back with the command restore. For owners of the first"
                    + " tenant.")
    @ApiResponse(
            responseCode = "200",
            description = "The backup",
            content = @Content(mediaType = BINARY, schema = @Schema(type = "string", format = "binary")))
    void backup(@AuthenticationPrincipal Caller caller, @RequestBody Seal body, HttpServletResponse response)
            throws IOException {
        FirstTenant.require(caller);
        BackupKey.Sealing key = body.key();
        begin(response, "switchboard.swb");
        notes.made(caller, backups.write(response.getOutputStream(), key));
    }

    @PostMapping(
            value = "/api/v1/sessions/{id}/export",
            produces = {BINARY, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    @Operation(
            summary = "Move a session to another host",
            description =
                    "Stops the session here and streams it, sealed: its keys, messages, chats, contacts and files."
                            + " Import it on the other host with POST /api/v1/session-imports; the account does not have to be"
                            + " linked again. From now on it cannot be connected here. Both hosts with one session would"
                            + " destroy its keys.")
    @ApiResponse(
            responseCode = "200",
            description = "The session",
            content = @Content(mediaType = BINARY, schema = @Schema(type = "string", format = "binary")))
    void export(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String id,
            @RequestBody Seal body,
            HttpServletResponse response)
            throws IOException {
        Session session = SessionLookup.find(sessions, caller, id);
        BackupKey.Sealing key = body.key();
        begin(response, "session.swb");
        moves.export(caller, session, response.getOutputStream(), key);
    }

    @PostMapping("/api/v1/session-imports")
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The session, at rest")
    @Operation(
            summary = "Take in a session from another host",
            description = "The body is what the other host's export gave. Connect the session afterwards.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(mediaType = BINARY, schema = @Schema(type = "string", format = "binary"))))
    ArrivedSession take(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "X-Backup-Passphrase", required = false) @Nullable String passphrase,
            @RequestHeader(name = "X-Backup-Identity", required = false) @Nullable String identity,
            @Schema(description = "the id it is to have; the one it had otherwise") @RequestParam(defaultValue = "")
                    String id,
            HttpServletRequest request)
            throws IOException {
        try {
            String taken = moves.take(caller, request.getInputStream(), opening(passphrase, identity), id);
            Session session = sessions.find(caller.tenant(), taken).orElseThrow();
            return new ArrivedSession(
                    taken, session.status().state().text(), session.status().advice());
        } catch (BackupRefused e) {
            throw refused(e);
        }
    }

    private static BackupKey.Opening opening(@Nullable String passphrase, @Nullable String identity) {
        if ((passphrase == null) == (identity == null)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The request says not how to open the export, or twice.")
                    .withAccepted("the header X-Backup-Passphrase or X-Backup-Identity")
                    .refusal();
        }
        return passphrase == null ? BackupKey.identity(String.valueOf(identity)) : new BackupKey.Passphrase(passphrase);
    }

    private static void begin(HttpServletResponse response, String name) {
        response.setContentType(BINARY);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setHeader("Cache-Control", "no-store");
    }

    private static Refusal refused(BackupRefused e) {
        return Problem.of(ProblemKind.BACKUP_REFUSED, String.valueOf(e.getMessage()))
                .refusal();
    }
}
