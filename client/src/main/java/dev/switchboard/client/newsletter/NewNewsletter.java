// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// A newsletter to be made.
///
/// @param picture a JPEG
public record NewNewsletter(String name, Optional<String> description, Optional<Bytes> picture) {
    @Override
    public String toString() {
        return "NewNewsletter[]";
    }
}
