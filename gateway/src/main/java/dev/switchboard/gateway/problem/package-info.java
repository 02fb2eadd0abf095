// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Refusals of the native API as `application/problem+json`: the kinds in one table, and the one mapper that makes
/// them. Entry types: [dev.switchboard.gateway.problem.Problem] and [dev.switchboard.gateway.problem.ProblemMapper].
@NullMarked
package dev.switchboard.gateway.problem;

import org.jspecify.annotations.NullMarked;
