// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What newsletters are asked and what they bring.
@NullMarked
package dev.switchboard.client.channel;

import org.jspecify.annotations.NullMarked;
