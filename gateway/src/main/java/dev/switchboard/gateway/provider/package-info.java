// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// How the gateway knows WhatsApp: a provider opens a link for a session, takes messages to send, and reports events
/// inside the transaction that makes them durable. Entry type: [dev.switchboard.gateway.provider.Provider]. Features
/// depend on this package and never on an implementation.
@NullMarked
package dev.switchboard.gateway.provider;

import org.jspecify.annotations.NullMarked;
