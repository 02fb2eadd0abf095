// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Who is there and who is typing: news that loses its worth and is never stored.
@NullMarked
package dev.switchboard.sandbox.presence;

import org.jspecify.annotations.NullMarked;
