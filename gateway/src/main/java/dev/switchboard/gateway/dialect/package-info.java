// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The HTTP interfaces of five other systems, word for word, as thin translations over the features. What they share is
/// here; each has a package of its own. Nothing depends on them.
@NullMarked
package dev.switchboard.gateway.dialect;

import org.jspecify.annotations.NullMarked;
