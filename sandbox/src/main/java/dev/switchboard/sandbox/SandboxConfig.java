// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.stanza.AddressingMode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The settings of a sandbox. [#builder] starts from the defaults: loopback, any free port, TLS, nothing kept.
///
/// @param host the address to listen on
/// @param port the port, 0 for any free one
/// @param dataFolder where everything is kept, empty to keep it in memory
/// @param tls whether the port speaks TLS
/// @param names further names of the server in its certificate, such as production names that are redirected here
/// @param adminToken the bearer token of the admin interface; without one it answers callers on this machine only
/// @param chatStateTtl how long a chat state waits for a device that is away
/// @param advSecret the secret that links a client whose QR code carries none
/// @param firstCompanion the first companion's device id, 1 or 0
/// @param groupAddressing by which kind of address new groups name their members
/// @param sharedAddressBook whether all accounts are each other's contacts
/// @param mediaHost the authority under which clients reach the media store, empty for the one they used for the
/// socket
/// @param mediaAge how long an uploaded file can be fetched, zero for as long as the sandbox lives
/// @param snapshotAfter how many patches a collection of app state has before it is served as a snapshot
/// @param pingInterval how often the server pings an idle client, zero for never
/// @param idleTimeout after how much silence a client is taken for dead, zero for never
/// @param faultFile faults to set at start
/// @param clock the time
/// @param random the source of keys, numbers and chance
public record SandboxConfig(
        String host,
        int port,
        Optional<Path> dataFolder,
        boolean tls,
        List<String> names,
        Optional<String> adminToken,
        Duration chatStateTtl,
        Optional<Bytes> advSecret,
        int firstCompanion,
        AddressingMode groupAddressing,
        boolean sharedAddressBook,
        Optional<String> mediaHost,
        Duration mediaAge,
        int snapshotAfter,
        Duration pingInterval,
        Duration idleTimeout,
        Optional<Path> faultFile,
        InstantSource clock,
        RandomGenerator random) {

    /// Checks the ranges.
    public SandboxConfig {
        if (firstCompanion != 0 && firstCompanion != 1) {
            throw new IllegalArgumentException("first companion: " + firstCompanion + " (expected: 0 or 1)");
        }
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        names = List.copyOf(names);
    }

    /// The defaults, to be changed.
    public static Builder builder() {
        return new Builder();
    }

    /// Assembles settings. Not thread-safe.
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private Optional<Path> dataFolder = Optional.empty();
        private boolean tls = true;
        private List<String> names = List.of();
        private Optional<String> adminToken = Optional.empty();
        private Duration chatStateTtl = Duration.ofSeconds(30);
        private Optional<Bytes> advSecret = Optional.empty();
        private int firstCompanion = 1;
        private AddressingMode groupAddressing = AddressingMode.LID;
        private boolean sharedAddressBook = true;
        private Optional<String> mediaHost = Optional.empty();
        private Duration mediaAge = Duration.ZERO;
        private int snapshotAfter = 500;
        private Duration pingInterval = Duration.ZERO;
        private Duration idleTimeout = Duration.ofSeconds(90);
        private Optional<Path> faultFile = Optional.empty();
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder() {}

        /// See [SandboxConfig#host].
        public Builder host(String value) {
            host = value;
            return this;
        }

        /// See [SandboxConfig#port].
        public Builder port(int value) {
            port = value;
            return this;
        }

        /// See [SandboxConfig#dataFolder].
        public Builder dataFolder(Path value) {
            dataFolder = Optional.of(value);
            return this;
        }

        /// See [SandboxConfig#tls].
        public Builder tls(boolean value) {
            tls = value;
            return this;
        }

        /// See [SandboxConfig#names].
        public Builder names(List<String> value) {
            names = value;
            return this;
        }

        /// See [SandboxConfig#adminToken].
        public Builder adminToken(String value) {
            adminToken = Optional.of(value);
            return this;
        }

        /// See [SandboxConfig#chatStateTtl].
        public Builder chatStateTtl(Duration value) {
            chatStateTtl = value;
            return this;
        }

        /// See [SandboxConfig#advSecret].
        public Builder advSecret(Bytes value) {
            advSecret = Optional.of(value);
            return this;
        }

        /// See [SandboxConfig#firstCompanion].
        public Builder firstCompanion(int value) {
            firstCompanion = value;
            return this;
        }

        /// See [SandboxConfig#groupAddressing].
        public Builder groupAddressing(AddressingMode value) {
            groupAddressing = value;
            return this;
        }

        /// See [SandboxConfig#sharedAddressBook].
        public Builder sharedAddressBook(boolean value) {
            sharedAddressBook = value;
            return this;
        }

        /// See [SandboxConfig#mediaHost].
        public Builder mediaHost(String value) {
            mediaHost = Optional.of(value);
            return this;
        }

        /// See [SandboxConfig#mediaAge].
        public Builder mediaAge(Duration value) {
            mediaAge = value;
            return this;
        }

        /// See [SandboxConfig#snapshotAfter].
        public Builder snapshotAfter(int value) {
            snapshotAfter = value;
            return this;
        }

        /// See [SandboxConfig#pingInterval].
        public Builder pingInterval(Duration value) {
            pingInterval = value;
            return this;
        }

        /// See [SandboxConfig#idleTimeout].
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /// See [SandboxConfig#faultFile].
        public Builder faultFile(Path value) {
            faultFile = Optional.of(value);
            return this;
        }

        /// See [SandboxConfig#clock].
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /// See [SandboxConfig#random].
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /// The finished settings.
        public SandboxConfig build() {
            return new SandboxConfig(
                    host,
                    port,
                    dataFolder,
                    tls,
                    names,
                    adminToken,
                    chatStateTtl,
                    advSecret,
                    firstCompanion,
                    groupAddressing,
                    sharedAddressBook,
                    mediaHost,
                    mediaAge,
                    snapshotAfter,
                    pingInterval,
                    idleTimeout,
                    faultFile,
                    clock,
                    random);
        }
    }
}
