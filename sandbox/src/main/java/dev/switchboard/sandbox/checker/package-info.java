// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// What the sandbox sees of its traffic: the log of all stanzas, and the rules of the protocol that clients break.
///
/// [StanzaRecorder][dev.switchboard.sandbox.checker.StanzaRecorder] is the server's sink. It judges what clients send
/// by what passed before and by the [Population][dev.switchboard.sandbox.checker.Population] of the network; it never
/// asks the server anything.
@NullMarked
package dev.switchboard.sandbox.checker;

import org.jspecify.annotations.NullMarked;
