// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.List;

/// A page of a list that the API gives as a whole.
///
/// @param from the place of the first item
/// @param total how many there are
public record Slice(List<Json> items, int from, int total) {
    private static final int SIZE = 25;

    static Slice of(Pages.Turn turn, Json list) {
        return of(turn, list.items("items"));
    }

    static Slice of(Pages.Turn turn, List<Json> all) {
        int from = Math.clamp(Forms.number(turn.fieldOr("from", "0"), "from"), 0, all.size());
        return new Slice(all.subList(from, Math.min(all.size(), from + SIZE)), from, all.size());
    }

    public boolean first() {
        return from == 0;
    }

    public boolean more() {
        return from + items.size() < total;
    }

    public int next() {
        return from + items.size();
    }

    public int before() {
        return Math.max(0, from - SIZE);
    }
}
