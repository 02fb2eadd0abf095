// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// People: one contact a person, whatever addresses and names there are of them. Entry types:
/// [dev.switchboard.gateway.contact.Contacts] and [dev.switchboard.gateway.contact.ContactRecorder].
@NullMarked
package dev.switchboard.gateway.contact;

import org.jspecify.annotations.NullMarked;
