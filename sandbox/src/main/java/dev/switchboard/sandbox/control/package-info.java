// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The admin interface: JSON over HTTP, by which people, tests and other tools drive the simulated network.
///
/// [AdminInterface][dev.switchboard.sandbox.control.AdminInterface] is the entry. Each resource class reads a request
/// whole before it does anything, so a malformed one changes nothing. The package decides nothing about the protocol.
@NullMarked
package dev.switchboard.sandbox.control;

import org.jspecify.annotations.NullMarked;
