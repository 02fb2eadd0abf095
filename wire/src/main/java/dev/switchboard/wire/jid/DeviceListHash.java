// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.jid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;

/// The digest of a set of devices, by which two sides notice that their lists differ: `phash` on sent
/// messages, `dhash` in device queries (version 2).
public final class DeviceListHash {

    private static final int DIGEST_BYTES = 6;

    private DeviceListHash() {}

    /// The hash of these devices in any order, such as `2:47DEQpj8` for none.
    public static String of(Collection<Jid> devices) {
        String[] names = devices.stream().map(Jid::adString).sorted().toArray(String[]::new);
        MessageDigest digest = sha256();
        for (String name : names) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
        }
        byte[] head = Arrays.copyOf(digest.digest(), DIGEST_BYTES);
        return "2:" + Base64.getEncoder().withoutPadding().encodeToString(head);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
