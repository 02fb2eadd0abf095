// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Dispatch;

/// A message in the queue.
///
/// @param ref its place in the queue
/// @param dispatch what is to be sent
public record OutboxItem(long ref, Dispatch dispatch) {}
