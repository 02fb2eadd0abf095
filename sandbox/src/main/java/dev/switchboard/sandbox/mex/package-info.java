// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The queries of namespace `w:mex`: JSON in, JSON out, told apart by a number that changes with every build of the
/// production clients.
///
/// [MexHandler][dev.switchboard.sandbox.mex.MexHandler] finds out what is wanted by
/// [Operation][dev.switchboard.sandbox.mex.Operation] and has it done. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.mex;

import org.jspecify.annotations.NullMarked;
