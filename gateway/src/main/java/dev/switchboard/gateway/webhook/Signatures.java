// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests in three ways at once: by the Standard Webhooks scheme (`webhook-signature`), and over the body alone
/// as `x-signature` and `X-Hub-Signature-256`, whose key is the secret's text.
final class Signatures {
    /// What a secret of the Standard Webhooks scheme begins with; the rest is the key in Base64.
    static final String PREFIX = "whsec_";

    private static final int KEY_BYTES = 32;

    private Signatures() {}

    static String newSecret(RandomGenerator random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /// The headers that go with a body.
    ///
    /// @param id of the event, the same at every attempt
    /// @param secrets that are valid now, the newest first; the two schemes that know one signature use the first
    static Map<String, String> headers(String id, Instant now, byte[] body, List<String> secrets) {
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(secret -> "v1," + Base64.getEncoder().encodeToString(mac(key(secret), head, body)))
                        .collect(Collectors.joining(" ")));
        String hex =
                HexFormat.of().formatHex(mac(secrets.getFirst().getBytes(StandardCharsets.UTF_8), new byte[0], body));
        headers.put("x-signature", hex);
        headers.put("X-Hub-Signature-256", "sha256=" + hex);
        return headers;
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            } catch (IllegalArgumentException _) {
                // a text of the caller's own that only begins so
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not available", e);
        }
    }
}
