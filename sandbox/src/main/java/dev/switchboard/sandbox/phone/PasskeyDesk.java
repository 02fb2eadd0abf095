// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.PasskeyLine;
import dev.switchboard.sandbox.primary.SandboxException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.pairing.PasskeyExchange.OpenedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// The clients that phones are linking by passkey. Safe for many threads; its methods wait for the client.
final class PasskeyDesk {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PasskeyLine line;
    private final RandomGenerator random;
    private final Map<String, Bytes> scanned = new ConcurrentHashMap<>();
    private final Map<String, PasskeyCheck> checks = new ConcurrentHashMap<>();

    PasskeyDesk(PasskeyLine line, RandomGenerator random) {
        this.line = line;
        this.random = random;
    }

    /// A phone has scanned the code of a client that must prove itself first.
    void scanned(String number, Bytes secret) {
        scanned.put(number, secret);
    }

    /// Goes with a client up to the code that both sides show.
    PasskeyStep begin(String number) {
        PasskeyCheck check = new PasskeyCheck(await(line.prologue(number)), random);
        Bytes nonce = await(line.proceed(check.ref(), check.identity()));
        checks.put(number, check);
        return new PasskeyStep(
                check.code(nonce).display(), check.isHandedOff(Optional.ofNullable(scanned.remove(number))));
    }

    /// What the client that was begun with hands over once its user has confirmed.
    Linking.Companion finish(String number) {
        PasskeyCheck check = checks.remove(number);
        if (check == null) {
            throw new PhoneException.NoCodeAwaited();
        }
        OpenedRequest request = check.open(await(line.request(check.ref())));
        return new Linking.Companion(check.ref(), request.noise(), request.companion());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LinkRefused(LinkRefused.Reason.TIMED_OUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkRefused(LinkRefused.Reason.TIMED_OUT);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SandboxException refusal ? refusal : new IllegalStateException(e.getCause());
        }
    }
}
