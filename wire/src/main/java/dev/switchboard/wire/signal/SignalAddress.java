// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

/// The name of one device in the Signal protocol.
///
/// @param name the user part with its domain suffix, such as `15551234567` or `123_1` for a LID
/// @param deviceId the device number, 0 for the primary
public record SignalAddress(String name, int deviceId) {

    @Override
    public String toString() {
        return name + "." + deviceId;
    }
}
