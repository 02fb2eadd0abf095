// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What events tell of votes in polls.
@JsonInclude(JsonInclude.Include.NON_NULL)
record VoteData(
        String id,
        Address chat,
        @Nullable Address by,
        boolean fromMe,
        List<String> options,
        @Nullable ContentView tally,
        Instant at) {
    @Override
    public String toString() {
        return "VoteData[" + id + "]";
    }
}
