// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Groups and communities in the owner's words: what they are, what can be changed, what happens to them.
@NullMarked
package dev.switchboard.client.group;

import org.jspecify.annotations.NullMarked;
