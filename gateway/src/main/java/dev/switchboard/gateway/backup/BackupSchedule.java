// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.health.Concern;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.settings.BackupSettings;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes backups by itself and lets go of the oldest. When the last one was made is told by its name, so a restart
/// neither forgets nor repeats one.
public final class BackupSchedule extends AfterSessions implements Concern {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMinutes(10);
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final String ADVICE = "Look at the backup settings and at the place they name.";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'switchboard-'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Backups backups;
    private final BackupSettings settings;
    private final Shelf shelf;
    private final Path scratch;
    private final InstantSource time;
    private final Told told;
    private volatile Optional<String> failure = Optional.empty();
    private volatile Instant due;

    /// Who is told how it went.
    interface Told {
        void made(String name, Summary summary);

        void failed(String reason);
    }

    BackupSchedule(Backups backups, BackupSettings settings, Shelf shelf, Path scratch, InstantSource time, Told told) {
        super("backups", FIRST);
        this.backups = backups;
        this.settings = settings;
        this.shelf = shelf;
        this.scratch = scratch;
        this.time = time;
        this.told = told;
        this.due = time.instant();
    }

    /// That the last one that was due could not be made, or has not been made an hour later.
    @Override
    public Optional<Warning> look() {
        Instant since = due;
        Optional<Duration> every = settings.every();
        if (every.isEmpty()) {
            return Optional.empty();
        }
        Optional<Warning> failed = failure.map(reason -> new Warning(
                "backup_failed", "The backup that is due since " + since + " could not be made: " + reason, ADVICE));
        Duration patience = every.get().compareTo(PATIENCE) < 0 ? every.get() : PATIENCE;
        return failed.or(() -> since.plus(patience).isBefore(time.instant())
                ? Optional.of(new Warning(
                        "backup_overdue", "The backup that is due since " + since + " has not been made.", ADVICE))
                : Optional.empty());
    }

    @Override
    protected void work() {
        settings.every().ifPresent(every -> wakeAfter(turn(every)));
    }

    /// Makes a backup if one is due.
    ///
    /// @return how long to wait then
    Duration turn(Duration every) {
        try {
            List<String> names = ours();
            Instant now = time.instant();
            due = names.isEmpty() ? now : made(names.getLast()).plus(every);
            if (due.isAfter(now)) {
                failure = Optional.empty();
                Duration wait = Duration.between(now, due);
                return wait.compareTo(SOONEST) < 0 ? SOONEST : wait;
            }
            make(STAMP.format(now) + Shelf.ENDING);
            failure = Optional.empty();
            due = now.plus(every);
            List<String> all = ours();
            for (String old : all.subList(0, Math.max(0, all.size() - settings.keep()))) {
                shelf.delete(old);
            }
            return every;
        } catch (IOException | RuntimeException e) {
            LOG.error("a backup that was due could not be made", e);
            tell(String.valueOf(e.getMessage()));
            return every.compareTo(RETRY) < 0 ? every : RETRY;
        }
    }

    /// Where the database is the trouble, nobody can be told by it.
    private void tell(String reason) {
        failure = Optional.of(reason);
        try {
            told.failed(reason);
        } catch (RuntimeException e) {
            LOG.error("that a backup failed could not be noted", e);
        }
    }

    private List<String> ours() throws IOException {
        return shelf.names().stream().filter(Shelf::isOurs).toList();
    }

    private static Instant made(String name) {
        return Instant.from(STAMP.parse(name.substring(0, name.length() - Shelf.ENDING.length())));
    }

    private void make(String name) throws IOException {
        OwnerOnlyFile.folder(scratch);
        Shelf.clear(scratch);
        Path file = scratch.resolve(name + Shelf.PART);
        try {
            OwnerOnlyFile.file(file);
            Summary summary;
            try (OutputStream out = Files.newOutputStream(file)) {
                summary = backups.write(out, key());
            }
            shelf.put(name, file);
            told.made(name, summary);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private BackupKey.Sealing key() {
        return settings.recipient()
                .<BackupKey.Sealing>map(BackupKey::recipient)
                .orElseGet(() -> BackupKey.passphrase(settings.passphrase().orElse("")));
    }
}
