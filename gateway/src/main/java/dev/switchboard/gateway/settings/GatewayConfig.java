// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.storage.DatabaseUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All settings of one gateway.
///
/// @param host address to listen on
/// @param port port to listen on; 0 = any free one
/// @param morePorts further ports on the same address (0 = any), and what they are for
/// @param dataFolder where the database, the master key and the first admin key are kept
/// @param database the PostgreSQL database to use; empty = a file in the data folder
/// @param demo the demo form: loopback only, and who sends no credentials is the demo tenant's owner
/// @param encryptionKey the master key as text; empty = the file `master.key` in the data folder
/// @param defaultSession the id of the session that the single-session dialects use
/// @param network the network to speak to
/// @param limits how fast a session may send unless set otherwise
/// @param habits how it sends and asks besides
/// @param restoreAtOnce how many sessions may be connecting at the same time after a start
/// @param maxBodyBytes the largest request body
/// @param logLevel error, warn, info or debug
/// @param jsonLogs whether each line of the log is a JSON object
/// @param access who may call, and how often
/// @param linking how accounts are linked
/// @param care how links come back and are watched
/// @param traces where traces go
/// @param corsOrigin an origin other than the gateway's own whose pages may use it
/// @param media how files are kept
/// @param backups backups that are made by themselves
/// @param outbound what may be reached when a caller names an address
public record GatewayConfig(
        String host,
        int port,
        List<RolePort> morePorts,
        Path dataFolder,
        Optional<DatabaseUrl> database,
        boolean demo,
        Optional<String> encryptionKey,
        String defaultSession,
        NetworkSettings network,
        SendLimits limits,
        SendHabits habits,
        int restoreAtOnce,
        int maxBodyBytes,
        String logLevel,
        boolean jsonLogs,
        AccessSettings access,
        LinkingSettings linking,
        CareSettings care,
        TraceSettings traces,
        Optional<String> corsOrigin,
        MediaSettings media,
        BackupSettings backups,
        OutboundSettings outbound) {

    public GatewayConfig {
        morePorts = List.copyOf(morePorts);
        if (port < 0 || port > 65_535) {
            throw new ConfigurationRefused("port: " + port + " (expected: 0 to 65535)");
        }
        if (restoreAtOnce < 1) {
            throw new ConfigurationRefused("restore-at-once: " + restoreAtOnce + " (expected: at least 1)");
        }
        if (maxBodyBytes < 1024) {
            throw new ConfigurationRefused("max-body-bytes: " + maxBodyBytes + " (expected: at least 1024)");
        }
        if (demo && !isLoopback(host)) {
            throw new ConfigurationRefused(
                    "host: " + host + " (expected: a loopback address; the demo lets everyone in who can reach it)");
        }
    }

    /// Everything standard, with this data folder.
    public static Builder builder(Path dataFolder) {
        return new Builder(dataFolder);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /// Collects settings; what is not set is standard.
    public static final class Builder {
        private final Path dataFolder;
        private String host = "127.0.0.1";
        private int port = 3000;
        private List<RolePort> morePorts = List.of();
        private Optional<DatabaseUrl> database = Optional.empty();
        private boolean demo;
        private Optional<String> encryptionKey = Optional.empty();
        private String defaultSession = "default";
        private NetworkSettings network = NetworkSettings.REAL;
        private SendLimits limits = SendLimits.STANDARD;
        private SendHabits habits = SendHabits.STANDARD;
        private int restoreAtOnce = 32;
        private int maxBodyBytes = 1 << 20;
        private String logLevel = "info";
        private boolean jsonLogs;
        private AccessSettings access = AccessSettings.STANDARD;
        private LinkingSettings linking = LinkingSettings.STANDARD;
        private CareSettings care = CareSettings.STANDARD;
        private TraceSettings traces = TraceSettings.OFF;
        private Optional<String> corsOrigin = Optional.empty();
        private MediaSettings media = MediaSettings.STANDARD;
        private BackupSettings backups = BackupSettings.NONE;
        private OutboundSettings outbound = OutboundSettings.STANDARD;

        private Builder(Path dataFolder) {
            this.dataFolder = dataFolder;
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder morePorts(List<RolePort> value) {
            morePorts = value;
            return this;
        }

        public Builder database(Optional<DatabaseUrl> value) {
            database = value;
            return this;
        }

        public Builder demo(boolean value) {
            demo = value;
            return this;
        }

        public Builder encryptionKey(Optional<String> value) {
            encryptionKey = value;
            return this;
        }

        public Builder defaultSession(String value) {
            defaultSession = value;
            return this;
        }

        public Builder network(NetworkSettings value) {
            network = value;
            return this;
        }

        public Builder limits(SendLimits value) {
            limits = value;
            return this;
        }

        public Builder habits(SendHabits value) {
            habits = value;
            return this;
        }

        public Builder restoreAtOnce(int value) {
            restoreAtOnce = value;
            return this;
        }

        public Builder maxBodyBytes(int value) {
            maxBodyBytes = value;
            return this;
        }

        public Builder logLevel(String value) {
            logLevel = value;
            return this;
        }

        public Builder jsonLogs(boolean value) {
            jsonLogs = value;
            return this;
        }

        public Builder access(AccessSettings value) {
            access = value;
            return this;
        }

        public Builder linking(LinkingSettings value) {
            linking = value;
            return this;
        }

        public Builder care(CareSettings value) {
            care = value;
            return this;
        }

        public Builder traces(TraceSettings value) {
            traces = value;
            return this;
        }

        public Builder corsOrigin(Optional<String> value) {
            corsOrigin = value;
            return this;
        }

        public Builder media(MediaSettings value) {
            media = value;
            return this;
        }

        public Builder backups(BackupSettings value) {
            backups = value;
            return this;
        }

        public Builder outbound(OutboundSettings value) {
            outbound = value;
            return this;
        }

        public GatewayConfig build() {
            return new GatewayConfig(
                    host,
                    port,
                    morePorts,
                    dataFolder,
                    database,
                    demo,
                    encryptionKey,
                    defaultSession,
                    network,
                    limits,
                    habits,
                    restoreAtOnce,
                    maxBodyBytes,
                    logLevel,
                    jsonLogs,
                    access,
                    linking,
                    care,
                    traces,
                    corsOrigin,
                    media,
                    backups,
                    outbound);
        }
    }
}
