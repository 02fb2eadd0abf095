// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The socket and what runs right above it: framing, Noise, keepalive, and the matching of questions and answers.
@NullMarked
package dev.switchboard.client.connection;

import org.jspecify.annotations.NullMarked;
