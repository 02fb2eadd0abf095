// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

/// What the store knows of a path.
public sealed interface Found {

    /// It leads to a file.
    record Here(StoredMedia media) implements Found {}

    /// It led to a file that has become too old.
    record Expired() implements Found {}

    /// It never led anywhere, or no longer.
    record Unknown() implements Found {}
}
