// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

/// How large a picture is wanted.
public enum PictureSize {
    /// 96 pixels or so.
    PREVIEW,
    /// As large as there is.
    FULL
}
