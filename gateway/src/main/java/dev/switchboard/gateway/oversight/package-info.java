// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What the audit hears of requests, and how it is read over the API. Entry types:
/// [dev.switchboard.gateway.oversight.RequestAudit] and [dev.switchboard.gateway.oversight.AuditResource].
@NullMarked
package dev.switchboard.gateway.oversight;

import org.jspecify.annotations.NullMarked;
