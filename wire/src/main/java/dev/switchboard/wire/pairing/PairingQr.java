// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.Optional;

/// What a companion shows as a QR code and a phone scans.
///
/// Build the text when it is displayed, not before: the server may ask for a new secret in between.
///
/// @param ref the server's reference, good for one code
/// @param noise the companion's Noise key
/// @param companion the companion's identity key and secret
/// @param platform what the companion says it is; absent in the old form, which real phones refuse
public record PairingQr(String ref, PublicKey noise, CompanionKeys companion, Optional<CompanionPlatform> platform) {

    /// What the text begins with, so that any camera leads to the right place.
    public static final String PREFIX = "https://wa.me/settings/linked_devices#";

    private static final int MAX_TEXT = 2048;

    /// The text of the QR code. It holds a secret.
    public String text() {
        String keys = ref
                + ','
                + noise.raw().base64()
                + ','
                + companion.identity().raw().base64()
                + ','
                + companion.advSecret().base64();
        return PREFIX + keys + platform.map(known -> ',' + known.id()).orElse("");
    }

    /// Reads the text of a QR code, with or without the prefix and the platform.
    ///
    /// @throws PairingFailed if it is something else
    public static PairingQr parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw malformed("length");
        }
        String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        Optional<CompanionPlatform> platform = Optional.empty();
        int comma = rest.lastIndexOf(',');
        if (rest.length() - comma <= 2) {
            String id = rest.substring(comma + 1);
            platform = Optional.of(CompanionPlatform.of(id).orElseThrow(() -> malformed("platform")));
            rest = rest.substring(0, Math.max(comma, 0));
        }
        int secretAt = rest.lastIndexOf(',');
        int identityAt = rest.lastIndexOf(',', secretAt - 1);
        int noiseAt = rest.lastIndexOf(',', identityAt - 1);
        if (noiseAt <= 0 || identityAt < 0 || secretAt < 0) {
            throw malformed("number of fields");
        }
        PublicKey noise = key(rest.substring(noiseAt + 1, identityAt));
        PublicKey identity = key(rest.substring(identityAt + 1, secretAt));
        CompanionKeys companion =
                new CompanionKeys(identity, key(rest.substring(secretAt + 1)).raw());
        return new PairingQr(rest.substring(0, noiseAt), noise, companion, platform);
    }

    private static PublicKey key(String base64) {
        try {
            return new PublicKey(Bytes.fromBase64(base64));
        } catch (IllegalArgumentException | InvalidKey e) {
            throw new PairingFailed(PairingFailed.Reason.MALFORMED, "QR code: a key in Base64", e);
        }
    }

    private static PairingFailed malformed(String what) {
        return new PairingFailed(PairingFailed.Reason.MALFORMED, "QR code: " + what);
    }
}
