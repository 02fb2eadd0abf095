// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import java.util.concurrent.CompletableFuture;

/// What a phone hears from, and says to, a client that proves itself with a passkey. Safe for many threads; the futures
/// fail with [LinkRefused] when the client goes away.
public interface PasskeyLine {

    /// The client that was asked for a passkey when this account's phone scanned its code, or that was asked before
    /// any phone did: what it begins with, once it has.
    ///
    /// @throws LinkRefused if there is no such client
    CompletableFuture<PasskeyPrologue> prologue(String phone);

    /// Sends the client what the phone is for the length of this linking; the client's nonce is the answer.
    ///
    /// @param identity the serialised `PrimaryEphemeralIdentity`
    CompletableFuture<Bytes> proceed(String ref, Bytes identity);

    /// The client's sealed request, once its user has confirmed the code.
    CompletableFuture<Bytes> request(String ref);
}
