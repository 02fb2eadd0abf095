// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dialect that calls a session a client (`clientId`): clients, sending, history, audit, templates, campaigns and
/// automations. Entry type: [dev.switchboard.gateway.dialect.clients.ClientsResource].
@NullMarked
package dev.switchboard.gateway.dialect.clients;

import org.jspecify.annotations.NullMarked;
