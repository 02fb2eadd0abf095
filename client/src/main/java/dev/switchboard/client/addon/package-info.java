// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// What is added to other messages and hidden from everyone who does not hold their secrets: votes, answers, hidden
/// reactions, comments and edits.
@NullMarked
package dev.switchboard.client.addon;

import org.jspecify.annotations.NullMarked;
