// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Labels of business accounts. Entry type: [dev.switchboard.gateway.label.Labels].
@NullMarked
package dev.switchboard.gateway.label;

import org.jspecify.annotations.NullMarked;
