// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.PairDevice;
import java.util.concurrent.CompletableFuture;

/// A phone's offer on its way to the client.
///
/// @param account the account that links
/// @param device the number the companion will have
/// @param request what the phone uploaded
/// @param iqId the id of `pair-success`
/// @param answer completed when the device exists, or when it will not
/// @param timeout ends the waiting
record Pairing(
        Account account,
        int device,
        PairDevice request,
        String iqId,
        CompletableFuture<LinkedDevice> answer,
        Timers.Timer timeout) {}
