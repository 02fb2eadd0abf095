// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

/// What became of a message that a phone was told to send.
///
/// @param id its id
/// @param at epoch milliseconds
public record Sent(String id, long at) {}
