// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

/// What a credential entitles to, within its tenant.
public enum Role {
    OWNER,
    ADMIN,
    AGENT,
    VIEWER
}
