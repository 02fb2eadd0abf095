// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Encrypted media files: key derivation, streaming encryption and decryption, sidecars, and the media retry exchange.
///
/// Entry types are [dev.switchboard.wire.media.MediaEncryptor] and [dev.switchboard.wire.media.MediaDecryptor]. They
/// copy from stream to stream and hold no file in memory; nothing here knows where a file is stored.
@NullMarked
package dev.switchboard.wire.media;

import org.jspecify.annotations.NullMarked;
