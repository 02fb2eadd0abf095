// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.PasskeyPrologue;
import dev.switchboard.wire.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A client that was asked for a passkey, and what it has answered by now.
///
/// @param account whose phone scanned its code, if one did
/// @param ref the ref of the exchange
/// @param prologue its beginning
/// @param nonce what it committed itself to in the beginning
/// @param request its sealed request
record PasskeyOffer(
        Optional<Account> account,
        String ref,
        CompletableFuture<PasskeyPrologue> prologue,
        CompletableFuture<Bytes> nonce,
        CompletableFuture<Bytes> request) {

    static PasskeyOffer of(Optional<Account> account, String ref) {
        return new PasskeyOffer(
                account, ref, new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
    }

    boolean isFor(Account asker) {
        return account.isEmpty() || account.get() == asker;
    }

    void fail(LinkRefused.Reason reason) {
        LinkRefused refusal = new LinkRefused(reason);
        prologue.completeExceptionally(refusal);
        nonce.completeExceptionally(refusal);
        request.completeExceptionally(refusal);
    }
}
