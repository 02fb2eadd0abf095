// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Sessions: linked WhatsApp accounts, their states, and the host in which their links live. Entry types:
/// [dev.switchboard.gateway.session.Sessions] for what callers ask, [dev.switchboard.gateway.session.SessionHost] for
/// everything that touches a live link.
@NullMarked
package dev.switchboard.gateway.session;

import org.jspecify.annotations.NullMarked;
