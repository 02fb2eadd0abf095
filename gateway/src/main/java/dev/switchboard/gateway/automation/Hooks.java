// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens that let another system begin one automation and nothing else. A token says which automation and until when,
/// and is signed with the automation's own secret; a new secret ends all tokens there were.
public final class Hooks {
    private static final String FORM = "swa1";
    private static final int SECRET = 32;

    private final Database database;
    private final Vault vault;
    private final InstantSource time;
    private final RandomGenerator random;

    Hooks(Database database, Vault vault, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.vault = vault;
        this.time = time;
        this.random = random;
    }

    /// A new token; those there were end if a new secret is wanted.
    String issue(Flow flow, Optional<Duration> life, boolean anew) {
        byte[] secret = anew ? renewed(flow) : secret(flow).orElseGet(() -> renewed(flow));
        long until =
                life.map(span -> time.instant().plus(span).getEpochSecond()).orElse(0L);
        String said = flow.tenant().value() + " " + flow.id() + " " + until;
        return FORM + "." + encoded(said.getBytes(StandardCharsets.UTF_8)) + "." + encoded(signature(secret, said));
    }

    /// The automation that a token is for; empty if it is none of ours, or over.
    Optional<Flow> open(String token) {
        String[] parts = token.strip().split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            return Optional.empty();
        }
        try {
            String said = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            String[] words = said.split(" ", -1);
            if (words.length != 3) {
                return Optional.empty();
            }
            long until = Long.parseLong(words[2]);
            return database.read(tx -> FlowStore.find(tx, new TenantId(words[0]), words[1]))
                    .filter(flow -> secret(flow)
                            .filter(secret -> MessageDigest.isEqual(signature, signature(secret, said)))
                            .isPresent())
                    .filter(_ -> until == 0 || Instant.ofEpochSecond(until).isAfter(time.instant()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> secret(Flow flow) {
        return database.read(tx -> FlowStore.hook(tx, flow.ref())).map(bytes -> vault.open(cell(flow), bytes));
    }

    private byte[] renewed(Flow flow) {
        byte[] secret = new byte[SECRET];
        random.nextBytes(secret);
        byte[] sealed = vault.seal(cell(flow), secret);
        database.write(tx -> {
            FlowStore.hook(tx, flow.ref(), sealed);
            return true;
        });
        return secret;
    }

    private static Cell cell(Flow flow) {
        return new Cell(flow.tenant().value(), 0, "automations", "automation_flow", flow.id(), "hook_sealed");
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] signature(byte[] secret, String said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(said.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HmacSHA256: not there (expected: in every Java)", e);
        }
    }
}
