// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

/// The databases that are spoken to, for the few places where their SQL differs.
public enum Dialect {
    SQLITE,
    POSTGRESQL
}
