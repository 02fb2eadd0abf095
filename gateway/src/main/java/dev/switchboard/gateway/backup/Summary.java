// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import java.time.Instant;

/// What a backup holds.
///
/// @param kind all or session
/// @param createdAt when it was made
/// @param rows rows of all tables
/// @param objects files of the media store
/// @param missing files that the database names and the store did not have when the backup was made
/// @param waiting messages that were yet to be sent
public record Summary(String kind, Instant createdAt, long rows, long objects, long missing, long waiting) {}
