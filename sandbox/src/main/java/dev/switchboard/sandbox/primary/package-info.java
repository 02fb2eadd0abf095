// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Where the server and the simulated phones meet.
///
/// The server calls [Phones][dev.switchboard.sandbox.primary.Phones], which the phone simulator implements; the
/// simulator calls [PhoneNetwork][dev.switchboard.sandbox.primary.PhoneNetwork], which the server implements. A phone
/// is device 0 of its account with an in-process line instead of a socket: the same stanzas go over it, in the same
/// shapes. Nothing here knows how a phone decides.
@NullMarked
package dev.switchboard.sandbox.primary;

import org.jspecify.annotations.NullMarked;
