// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What a message tells about an encrypted file.
///
/// @param fileSha256 the hash of the plain file
/// @param fileEncSha256 the hash of the encrypted file
/// @param fileLength bytes of the plain file
/// @param encryptedLength bytes of the encrypted file
/// @param streamingSidecar the MACs of its pieces, if they were asked for
/// @param firstFrameSidecar the MAC of its first bytes, if it was asked for
public record EncryptedMedia(
        Bytes fileSha256,
        Bytes fileEncSha256,
        long fileLength,
        long encryptedLength,
        Optional<Bytes> streamingSidecar,
        Optional<Bytes> firstFrameSidecar) {}
