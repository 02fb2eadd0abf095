// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.storage.Database;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/log-levels`: how much the gateway logs, for the owner of the installation.
@RestController
@RequestMapping("/api/v1/log-levels")
@Tag(name = "Health")
public final class LogLevelResource {
    private static final Set<LogLevel> LEVELS =
            Set.of(LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO, LogLevel.DEBUG, LogLevel.TRACE);
    private static final int MOST_MINUTES = 1_440;

    private final LogLevels levels;
    private final Database database;
    private final AuditLog audit;

    public LogLevelResource(LogLevels levels, Database database, AuditLog audit) {
        this.levels = levels;
        this.database = database;
        this.audit = audit;
    }

    /// A level that is wanted.
    @Schema(name = "LogLevelWish")
    record Wish(
            @Schema(
                    example = "debug",
                    allowableValues = {"error", "warn", "info", "debug", "trace"})
            @Nullable
            String level,

            @Schema(description = "after so many minutes it is as before; for good if left out", example = "15")
            @Nullable
            Integer minutes) {}

    /// A logger's level.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LogLevel")
    record View(
            @Schema(example = "dev.switchboard.gateway.webhook")
            String logger,

            @Schema(example = "debug") String level,
            @Nullable Instant until) {
        static View of(LogLevels.Change change) {
            return new View(
                    change.logger(),
                    change.level().name().toLowerCase(Locale.ROOT),
                    change.until().orElse(null));
        }
    }

    /// Levels.
    @Schema(name = "LogLevels")
    record Levels(List<View> items) {}

    @GetMapping
    @Operation(
            summary = "How much is logged",
            description = "The gateway's level, and what was changed since its start.")
    Levels list(@AuthenticationPrincipal Caller caller) {
        requireOwner(caller);
        return new Levels(levels.all().stream().map(View::of).toList());
    }

    @PutMapping("/{logger}")
    @Operation(
            summary = "Change how much is logged",
            description =
                    "Of the gateway's own loggers: dev.switchboard and what is below it. Until the next start at most.")
    View set(@AuthenticationPrincipal Caller caller, @PathVariable String logger, @RequestBody Wish wish) {
        requireOwner(caller);
        LogLevel level = level(wish.level());
        Integer minutes = wish.minutes();
        if (minutes != null && (minutes < 1 || minutes > MOST_MINUTES)) {
            throw refused("The time is out of bounds.", "minutes from 1 to " + MOST_MINUTES);
        }
        String name = name(logger);
        note(caller, "log-level.set", name + " " + level.name().toLowerCase(Locale.ROOT));
        return View.of(levels.set(name, level, Optional.ofNullable(minutes).map(Duration::ofMinutes)));
    }

    @DeleteMapping("/{logger}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Log as much as at the start again")
    void reset(@AuthenticationPrincipal Caller caller, @PathVariable String logger) {
        requireOwner(caller);
        String name = name(logger);
        note(caller, "log-level.reset", name);
        levels.reset(name);
    }

    private void note(Caller caller, String action, String subject) {
        database.write(tx -> {
            audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, subject));
            return true;
        });
    }

    private static String name(String logger) {
        if (!LogLevels.known(logger)) {
            throw refused(
                    "The level of this logger cannot be changed.", "dev.switchboard, or a package or class below it");
        }
        return logger;
    }

    private static LogLevel level(@Nullable String text) {
        return LEVELS.stream()
                .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> refused("There is no such level.", "level as error, warn, info, debug or trace"));
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    private static void requireOwner(Caller caller) {
        if (!caller.tenant().equals(Authenticator.FIRST_TENANT)) {
            throw Problem.of(ProblemKind.FORBIDDEN, "This is for the owner of the installation.")
                    .refusal();
        }
    }
}
