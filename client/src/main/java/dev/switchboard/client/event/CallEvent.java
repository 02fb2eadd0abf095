// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import java.time.Instant;
import java.util.Optional;

/// Calls: told of and rejected, never taken.
public sealed interface CallEvent extends ClientEvent.Topic {

    /// A call.
    ///
    /// @param id its id
    /// @param caller who calls
    /// @param group the group that is called, where it is one
    record Call(String id, Party caller, Optional<Party> group) {}

    /// Somebody calls.
    ///
    /// @param video whether with pictures
    /// @param offline whether the offer waited on the server, so that the call is over by now
    record Offered(Call call, boolean video, boolean offline, Instant at) implements CallEvent {}

    /// A call is being answered on another device of this account, or by the other side.
    record Accepted(Call call, Party by, Instant at) implements CallEvent {}

    /// Somebody rejected the call: the other side, or this account on another device.
    record Rejected(Call call, Party by, Instant at) implements CallEvent {}

    /// A call is over.
    ///
    /// @param reason as the network says it, such as `timeout`
    record Ended(Call call, Optional<String> reason, Instant at) implements CallEvent {}
}
