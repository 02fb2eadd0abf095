// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

/// Where the numbering of one-time pre-keys stands.
///
/// @param next the number of the next key to be made
/// @param firstUnsent the first made key that the server has not confirmed; equal to `next` if there is none
/// @param everSent whether any upload was ever confirmed
public record PreKeyNumbers(int next, int firstUnsent, boolean everSent) {

    static final PreKeyNumbers FIRST = new PreKeyNumbers(1, 1, false);
}
