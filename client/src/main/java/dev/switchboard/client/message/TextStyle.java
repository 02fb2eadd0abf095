// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.util.OptionalInt;

/// How a text looks that is shown as a picture, as in a status.
///
/// @param background colour as 0xAARRGGBB
/// @param foreground colour of the letters as 0xAARRGGBB
/// @param font the network's number of a typeface
public record TextStyle(OptionalInt background, OptionalInt foreground, OptionalInt font) {}
