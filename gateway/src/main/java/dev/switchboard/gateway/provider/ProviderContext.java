// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.vault.Vault;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a provider is made with.
///
/// @param database where it keeps its state
/// @param vault seals the secret parts of it
/// @param media the files of outgoing messages
/// @param network which network to speak to
/// @param reconnection how links come back
/// @param time the clock
/// @param random thread-safe, cryptographically strong outside of tests
public record ProviderContext(
        Database database,
        Vault vault,
        MediaSource media,
        NetworkSettings network,
        ReconnectPlan.Source reconnection,
        InstantSource time,
        RandomGenerator random) {}
