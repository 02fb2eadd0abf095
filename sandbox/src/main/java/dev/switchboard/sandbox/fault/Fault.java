// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

/// A fault that is set.
///
/// @param id its name, unique until the process ends
/// @param definition what was asked for
/// @param struck how often it has struck so far
public record Fault(String id, FaultDefinition definition, long struck) {

    /// Whether it will never strike again.
    public boolean spent() {
        Integer count = definition.count();
        return count != null && struck >= count;
    }
}
