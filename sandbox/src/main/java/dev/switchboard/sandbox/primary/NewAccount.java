// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import java.util.Optional;
import java.util.function.Function;

/// What an account is made of.
///
/// @param phone the number, digits only; empty for a generated one
/// @param pushName the name others see, not empty
/// @param about the about text
/// @param keys the phone's public keys
/// @param first what the phone saves and sends with its first breath, given the account that was made; called on the
/// network thread
public record NewAccount(
        Optional<String> phone,
        String pushName,
        String about,
        PhoneKeys keys,
        Function<AccountView, PhoneTurn> first) {}
