// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import java.util.List;

/// What somebody answered to a poll or event.
sealed interface Reply {
    record Vote(List<String> options) implements Reply {}

    record Coming(Content.Attendance attendance) implements Reply {}
}
