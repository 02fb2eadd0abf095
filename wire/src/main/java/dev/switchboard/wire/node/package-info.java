// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Binary XML: [Node][dev.switchboard.wire.node.Node] trees, their encoder and decoder, and a printable form for
/// logs. It knows no stanza's meaning.
@NullMarked
package dev.switchboard.wire.node;

import org.jspecify.annotations.NullMarked;
