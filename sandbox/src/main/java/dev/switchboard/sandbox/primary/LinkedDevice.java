// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// The outcome of linking.
///
/// @param phone the account's number
/// @param lid the account's hidden user
/// @param device the companion's id
public record LinkedDevice(String phone, String lid, int device) {}
