// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Addresses of people: which phone number and which hidden id (LID) are one person. Entry type:
/// [dev.switchboard.gateway.address.AddressBook].
@NullMarked
package dev.switchboard.gateway.address;

import org.jspecify.annotations.NullMarked;
