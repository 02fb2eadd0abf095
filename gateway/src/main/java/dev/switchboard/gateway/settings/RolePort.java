// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

/// A further port and what it is for; port 0 is any free one.
public record RolePort(int port, PortRole role) {}
