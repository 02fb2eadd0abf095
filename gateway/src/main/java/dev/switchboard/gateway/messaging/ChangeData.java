// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What events tell of changes of a message.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeData(
        String id,
        Address chat,
        @Nullable Address by,
        boolean fromMe,
        @Nullable String text,
        Instant at) {
    @Override
    public String toString() {
        return "ChangeData[" + id + "]";
    }
}
