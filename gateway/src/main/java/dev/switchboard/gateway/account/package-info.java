// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The linked account itself: name, picture, about text, privacy, presence, and linking by passkey. Entry type:
/// [dev.switchboard.gateway.account.AccountResource].
@NullMarked
package dev.switchboard.gateway.account;

import org.jspecify.annotations.NullMarked;
