// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Who did what. Entry type: [dev.switchboard.gateway.audit.AuditLog].
@NullMarked
package dev.switchboard.gateway.audit;

import org.jspecify.annotations.NullMarked;
