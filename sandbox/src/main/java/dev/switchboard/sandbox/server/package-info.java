// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The server put together: [Network][dev.switchboard.sandbox.server.Network] builds all parts and is what phones and
/// operators see of them.
@NullMarked
package dev.switchboard.sandbox.server;

import org.jspecify.annotations.NullMarked;
