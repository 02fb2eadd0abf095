// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import dev.switchboard.wire.Bytes;

/// What an authenticator answered to a passkey challenge.
///
/// @param credentialId the raw id of the credential
/// @param response the JSON form of the browser's `PublicKeyCredential`, binary values as unpadded base64url
public record PasskeyAssertion(Bytes credentialId, String response) {

    public PasskeyAssertion {
        if (credentialId.isEmpty() || response.isEmpty()) {
            throw new IllegalArgumentException("passkey assertion: empty (expected: a credential id and a response)");
        }
    }

    @Override
    public String toString() {
        return "PasskeyAssertion[redacted]";
    }
}
