// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The history a phone hands to a new companion: inflating and reading it piece by piece, in bounded memory.
///
/// Entry type is [dev.switchboard.wire.history.HistoryDecoder]. Where a blob comes from and what is done with the
/// pieces is the caller's.
@NullMarked
package dev.switchboard.wire.history;

import org.jspecify.annotations.NullMarked;
