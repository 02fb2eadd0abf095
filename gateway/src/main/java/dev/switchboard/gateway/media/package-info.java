// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Files: taken in from callers, addresses and messages, kept sealed, given out again whole, in part or by link. Entry
/// type: [dev.switchboard.gateway.media.MediaLibrary].
@NullMarked
package dev.switchboard.gateway.media;

import org.jspecify.annotations.NullMarked;
