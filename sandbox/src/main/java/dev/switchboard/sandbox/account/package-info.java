// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Accounts and their devices: who exists, under which addresses, known to whom.
///
/// [Registry][dev.switchboard.sandbox.account.Registry] is the way in. What else belongs to a device (its keys, its
/// queue, its connection) is kept by the package that knows about it. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.account;

import org.jspecify.annotations.NullMarked;
