// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The part of the one port that is plain HTTP: everything but the chat socket.
@NullMarked
package dev.switchboard.sandbox.http;

import org.jspecify.annotations.NullMarked;
