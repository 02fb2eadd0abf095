// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Groups and communities. Entry type: [dev.switchboard.gateway.group.GroupResource].
@NullMarked
package dev.switchboard.gateway.group;

import org.jspecify.annotations.NullMarked;
