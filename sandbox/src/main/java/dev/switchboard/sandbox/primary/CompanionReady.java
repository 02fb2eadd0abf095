// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// A companion that can be written to.
///
/// @param device the companion
/// @param logins how often it has become ready, this time included: 1 after linking
public record CompanionReady(DeviceView device, int logins) {}
