// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What a companion remembers about itself and others: credentials, pre-keys, device lists, and the view of the store
/// that one turn of work sees.
@NullMarked
package dev.switchboard.client.device;

import org.jspecify.annotations.NullMarked;
