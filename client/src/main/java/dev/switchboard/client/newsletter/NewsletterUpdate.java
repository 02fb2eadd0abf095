// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What shall be another at a newsletter; what is not given stays.
///
/// @param picture a JPEG; empty bytes remove the picture
public record NewsletterUpdate(Optional<String> name, Optional<String> description, Optional<Bytes> picture) {
    @Override
    public String toString() {
        return "NewsletterUpdate[]";
    }
}
