// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.people;

import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The account's contacts, kept in pages so that a change of one does not rewrite them all.
public final class ContactBook {

    private static final int PAGES = 32;

    private final Workbench bench;

    public ContactBook(Workbench bench) {
        this.bench = bench;
    }

    public void add(Jid person) {
        Jid bare = person.bare();
        Set<Jid> page = page(pageOf(bare));
        if (page.add(bare)) {
            put(pageOf(bare), page);
        }
    }

    public void remove(Jid person) {
        Jid bare = person.bare();
        Set<Jid> page = page(pageOf(bare));
        if (page.remove(bare)) {
            put(pageOf(bare), page);
        }
    }

    /// Everybody.
    public Set<Jid> all() {
        Set<Jid> all = new LinkedHashSet<>();
        for (int number = 0; number < PAGES; number++) {
            all.addAll(page(number));
        }
        return all;
    }

    private static int pageOf(Jid person) {
        return Math.floorMod(person.user().hashCode(), PAGES);
    }

    private Set<Jid> page(int number) {
        return bench.state()
                .kept(Shelf.CONTACTS, Integer.toString(number))
                .map(Bytes::asUtf8)
                .map(text -> Stream.of(text.split("\n"))
                        .filter(line -> !line.isEmpty())
                        .map(Jid::parse)
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .orElseGet(LinkedHashSet::new);
    }

    private void put(int number, Set<Jid> page) {
        String text = page.stream().map(Jid::toString).collect(Collectors.joining("\n"));
        bench.state().keep(Shelf.CONTACTS, Integer.toString(number), Bytes.utf8(text), bench.now());
    }
}
