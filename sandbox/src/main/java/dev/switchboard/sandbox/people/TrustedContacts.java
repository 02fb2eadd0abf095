// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The tokens that accounts have issued to each other. An issuer gives a contact one token in each week, and a token
/// lives for four of them, the present one included.
///
/// Confined to the network thread.
public final class TrustedContacts {

    /// The length of a bucket in seconds: within one the token stays the same.
    public static final long BUCKET_SECONDS = 604_800;

    /// In how many buckets a token is good, the one of its issue included.
    public static final int BUCKETS = 4;

    private static final String TOKENS = "trust/";
    private static final int VERSION = 1;
    private static final int TOKEN_SIZE = 32;

    private final StateStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Map<String, List<Token>>> issued = new HashMap<>();

    /// Nobody trusts anybody yet.
    public TrustedContacts(StateStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// A token and when it was issued, in Unix seconds.
    public record Token(Bytes secret, long t) {}

    /// Reads what was kept for the accounts of the registry.
    public void restore(Registry registry) {
        store.restore(TOKENS, (key, record) -> {
            String[] path = key.split("/", -1);
            if (registry.byPhone(path[1]).isPresent()
                    && registry.byPhone(path[2]).isPresent()) {
                RecordReader in = new RecordReader(record, VERSION);
                tokens(path[1], path[2]).addAll(in.list(token -> new Token(token.bytes(), token.number())));
            }
        });
    }

    /// The token an account gives a contact now: the one of this bucket, or a fresh one.
    ///
    /// @param t when the issuer says it issues it, which counts if it lies in this bucket
    public Token issue(Account issuer, Account contact, Optional<Long> t) {
        long now = clock.instant().getEpochSecond();
        List<Token> tokens = tokens(issuer.phone(), contact.phone());
        tokens.removeIf(token -> !isLive(token, now));
        if (!tokens.isEmpty() && bucket(tokens.getLast().t) == bucket(now)) {
            return tokens.getLast();
        }
        byte[] secret = new byte[TOKEN_SIZE];
        random.nextBytes(secret);
        Token token = new Token(
                Bytes.copyOf(secret),
                t.filter(said -> bucket(said) == bucket(now)).orElse(now));
        tokens.add(token);
        store.put(
                key(issuer.phone(), contact.phone()),
                new RecordWriter(VERSION)
                        .list(tokens, (out, kept) -> out.bytes(kept.secret).number(kept.t))
                        .done());
        return token;
    }

    /// The newest token that an issuer gave a contact and that is still good.
    public Optional<Token> latest(Account issuer, Account contact) {
        long now = clock.instant().getEpochSecond();
        List<Token> tokens = issued.getOrDefault(issuer.phone(), Map.of()).getOrDefault(contact.phone(), List.of());
        return tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(tokens.getLast()).filter(token -> isLive(token, now));
    }

    /// Whether a contact shows a token that the issuer gave it and that is still good.
    public boolean accepts(Account issuer, Account contact, Bytes shown) {
        long now = clock.instant().getEpochSecond();
        return issued.getOrDefault(issuer.phone(), Map.of()).getOrDefault(contact.phone(), List.of()).stream()
                .anyMatch(token -> isLive(token, now) && token.secret.constantTimeEquals(shown));
    }

    private static boolean isLive(Token token, long now) {
        return bucket(now) - bucket(token.t) < BUCKETS;
    }

    private static long bucket(long seconds) {
        return Math.floorDiv(seconds, BUCKET_SECONDS);
    }

    private List<Token> tokens(String issuer, String contact) {
        return issued.computeIfAbsent(issuer, _ -> new HashMap<>()).computeIfAbsent(contact, _ -> new ArrayList<>());
    }

    private static String key(String issuer, String contact) {
        return TOKENS + issuer + "/" + contact;
    }

    /// Forgets all tokens, in memory only.
    public void clear() {
        issued.clear();
    }
}
