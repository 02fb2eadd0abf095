// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// A real PostgreSQL server for tests: [dev.switchboard.testkit.postgres.PostgresServer]. It starts one of the
/// machine's programs; it knows no driver.
@NullMarked
package dev.switchboard.testkit.postgres;

import org.jspecify.annotations.NullMarked;
