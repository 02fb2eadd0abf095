// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Pages of a list: what all listing addresses answer, and the cursors between pages.
@NullMarked
package dev.switchboard.gateway.paging;

import org.jspecify.annotations.NullMarked;
