// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import java.util.List;

/// Entries of the audit, newest first.
///
/// @param total how many there are in all
public record AuditPage(List<Link.Entry> items, long total) {
    public AuditPage {
        items = List.copyOf(items);
    }
}
