// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The media store: what clients upload is kept, as it is, until it is too old, and handed out to whoever knows its
/// path.
///
/// [MediaStore][dev.switchboard.sandbox.media.MediaStore] keeps the files,
/// [MediaServer][dev.switchboard.sandbox.media.MediaServer] speaks HTTP,
/// [MediaConnections][dev.switchboard.sandbox.media.MediaConnections] tells clients where it is and with what
/// permission they may upload. Nothing here can decrypt a file.
@NullMarked
package dev.switchboard.sandbox.media;

import org.jspecify.annotations.NullMarked;
