// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dialect with one session, which need not be named. Entry type:
/// [dev.switchboard.gateway.dialect.single.SingleResource]; sending and health are where the company dialect has them.
@NullMarked
package dev.switchboard.gateway.dialect.single;

import org.jspecify.annotations.NullMarked;
