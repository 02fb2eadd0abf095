// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.person;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What the server says of a picture.
public sealed interface PictureAnswer {

    /// There is one.
    ///
    /// @param id changes with the picture
    /// @param url where it lies, unencrypted, for a while
    /// @param directPath the path alone
    /// @param hash of the file, where told
    record Found(String id, String url, Optional<String> directPath, Optional<Bytes> hash) implements PictureAnswer {}

    /// It is still the one whose id was given.
    record Unchanged() implements PictureAnswer {}

    /// There is none.
    record None() implements PictureAnswer {}

    /// It is not shown to this account.
    record Hidden() implements PictureAnswer {}
}
