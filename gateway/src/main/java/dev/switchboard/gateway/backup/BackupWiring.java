// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// How backups are put together.
@Configuration(proxyBeanMethods = false)
@Import(BackupResource.class)
public class BackupWiring {
    @Bean
    Backups backups(Database database, Tenants tenants, MediaStore store, InstantSource time, RandomGenerator random) {
        return new Backups(database, tenants, store, time, random);
    }

    @Bean
    SessionMove sessionMove(
            Database database,
            Tenants tenants,
            Sessions sessions,
            MediaStore store,
            SessionMove.Tools sessionMoveTools) {
        return new SessionMove(database, tenants, sessions, store, sessionMoveTools);
    }

    @Bean
    SessionMove.Tools sessionMoveTools(
            GatewayConfig config, InstantSource time, RandomGenerator random, ContentGuard guard) {
        return new SessionMove.Tools(time, random, config.dataFolder().resolve("scratch"), guard);
    }

    @Bean
    BackupNotes backupNotes(Database database, AuditLog audit) {
        return (caller, summary) -> database.write(tx -> {
            audit.note(
                    tx,
                    new AuditEntry(
                            caller.tenant(), AuditType.SYSTEM, caller.actor(), "backup.made", null, summary.kind()));
            return true;
        });
    }

    @Bean
    BackupSchedule backupSchedule(
            Backups backups,
            Database database,
            EventLog events,
            AuditLog audit,
            GatewayConfig config,
            InstantSource time) {
        Shelf shelf = config.backups()
                .objects()
                .map(Shelf::objects)
                .orElseGet(() -> Shelf.folder(
                        config.backups().folder().orElse(config.dataFolder().resolve("backups"))));
        return new BackupSchedule(
                backups,
                config.backups(),
                shelf,
                config.dataFolder().resolve("scratch"),
                time,
                new Telling(database, events, audit));
    }

    /// Tells the first tenant, which looks after the installation.
    private record Telling(Database database, EventLog events, AuditLog audit) implements BackupSchedule.Told {
        @Override
        public void made(String name, Summary summary) {
            tell(
                    EventName.BACKUP_MADE,
                    Map.of(
                            "name",
                            name,
                            "rows",
                            summary.rows(),
                            "files",
                            summary.objects(),
                            "missing",
                            summary.missing()));
        }

        @Override
        public void failed(String reason) {
            tell(
                    EventName.BACKUP_FAILED,
                    Map.of("reason", reason, "advice", "Look at the backup settings and at the place they name."));
        }

        private void tell(EventName event, Map<String, Object> data) {
            database.write(tx -> {
                events.append(tx, Authenticator.FIRST_TENANT, null, event, data);
                audit.note(
                        tx,
                        new AuditEntry(
                                Authenticator.FIRST_TENANT, AuditType.SYSTEM, "system", event.text(), null, null));
                return true;
            });
        }
    }
}
