// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.companion.CompanionProvider;
import dev.switchboard.gateway.provider.ProviderFactory;
import dev.switchboard.gateway.setup.SandboxPhone;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What a gateway takes from outside besides its settings.
///
/// @param time the clock
/// @param random thread-safe, cryptographically strong outside of tests
/// @param provider makes the way to WhatsApp
/// @param terminal shows a line to the operator; empty where nobody looks, as in a log
/// @param phone a phone of a simulated network, where there is one
public record Collaborators(
        InstantSource time,
        RandomGenerator random,
        ProviderFactory provider,
        Optional<Consumer<String>> terminal,
        Optional<SandboxPhone> phone) {

    /// Without a simulated phone.
    public Collaborators(
            InstantSource time, RandomGenerator random, ProviderFactory provider, Optional<Consumer<String>> terminal) {
        this(time, random, provider, terminal, Optional.empty());
    }

    /// The system's clock, strong randomness, the companion protocol, and no terminal.
    public static Collaborators standard() {
        return new Collaborators(InstantSource.system(), new SecureRandom(), CompanionProvider::new, Optional.empty());
    }

    public Collaborators withTerminal(Consumer<String> screen) {
        return new Collaborators(time, random, provider, Optional.of(screen), phone);
    }

    public Collaborators withProvider(ProviderFactory factory) {
        return new Collaborators(time, random, factory, terminal, phone);
    }

    public Collaborators withPhone(SandboxPhone scanner) {
        return new Collaborators(time, random, provider, terminal, Optional.of(scanner));
    }
}
