// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/// What the event of a piece of the history says.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record HistoryData(String type, Optional<Integer> progress, int chats, int messages) {}
