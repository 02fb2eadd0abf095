// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

/// How far linking by passkey has come.
///
/// @param code what both sides show, to be compared
/// @param handedOff whether the client proved that it showed the code that was scanned, so that nothing need be
/// compared
public record PasskeyStep(String code, boolean handedOff) {}
