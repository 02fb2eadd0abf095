// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Messages and receipts on their way from one device to others.
///
/// [StanzaRouter][dev.switchboard.sandbox.routing.StanzaRouter] takes every stanza of a device that has logged in and
/// hands it to who knows its kind. Nothing here looks into a ciphertext. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.routing;

import org.jspecify.annotations.NullMarked;
