// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

/// The answer to a command that has nothing to tell but that it was carried out.
public enum Done {
    DONE
}
