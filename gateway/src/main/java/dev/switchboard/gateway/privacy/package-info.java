// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// How long things are kept, whether contents are at all, and what people may ask for: their data, and that they be
/// erased. Entry types: [dev.switchboard.gateway.privacy.Privacy] and [dev.switchboard.gateway.privacy.Keeper].
@NullMarked
package dev.switchboard.gateway.privacy;

import org.jspecify.annotations.NullMarked;
