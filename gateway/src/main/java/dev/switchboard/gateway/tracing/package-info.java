// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Traces for an OpenTelemetry collector: a span for each request, and one for each message from its acceptance to the
/// network's acknowledgement. Off unless a collector is named. No span holds a number, an address or a text.
@NullMarked
package dev.switchboard.gateway.tracing;

import org.jspecify.annotations.NullMarked;
