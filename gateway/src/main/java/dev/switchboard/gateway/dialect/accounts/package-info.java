// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dialect that calls a session an account (`accountId`), with roles and daily counters. Entry type:
/// [dev.switchboard.gateway.dialect.accounts.AccountsResource].
@NullMarked
package dev.switchboard.gateway.dialect.accounts;

import org.jspecify.annotations.NullMarked;
