// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// A client of the sandbox's admin interface, written against its contract and not against its code.
/// Entry type: [SandboxAdmin].
@NullMarked
package dev.switchboard.interop.admin;

import org.jspecify.annotations.NullMarked;
