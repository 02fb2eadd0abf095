// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

/// In which form a video is shown.
public enum VideoForm {
    /// With its sound, when pressed.
    VIDEO,
    /// Without sound, in a loop.
    GIF,
    /// Round, as a note.
    NOTE
}
