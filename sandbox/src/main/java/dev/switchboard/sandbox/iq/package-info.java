// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Queries: a table of handlers by namespace, and the handlers that need no package of their own.
///
/// [IqDispatcher][dev.switchboard.sandbox.iq.IqDispatcher] sees to it that nothing stays unanswered. Confined to the
/// network thread.
@NullMarked
package dev.switchboard.sandbox.iq;

import org.jspecify.annotations.NullMarked;
