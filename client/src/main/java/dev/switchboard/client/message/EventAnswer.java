// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

/// Whether somebody comes to an event.
public enum EventAnswer {
    GOING,
    NOT_GOING,
    MAYBE
}
