// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

/// How making a session ended.
public sealed interface Creation {
    record Created(Session session) implements Creation {}

    /// The tenant has a session with this id.
    record Taken(String id) implements Creation {}

    /// The id has a form that is not accepted.
    record InvalidId() implements Creation {}

    /// The tenant has as many sessions as it may have.
    record Full(long most) implements Creation {}
}
