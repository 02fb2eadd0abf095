// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The service: sessions, messages, events and their HTTP interface, one package a feature. Entry type:
/// [dev.switchboard.gateway.GatewayApplication].
@NullMarked
package dev.switchboard.gateway;

import org.jspecify.annotations.NullMarked;
