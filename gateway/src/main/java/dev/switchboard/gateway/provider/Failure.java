// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

/// Why a message was not sent.
///
/// @param code stable, for programs
/// @param retryable whether the same message may succeed later
/// @param advice what to do, in a sentence
public record Failure(String code, boolean retryable, String advice) {}
