// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The network's GraphQL: questions by number, answers as JSON.
@NullMarked
package dev.switchboard.client.mex;

import org.jspecify.annotations.NullMarked;
