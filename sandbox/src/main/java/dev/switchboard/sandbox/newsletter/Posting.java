// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.node.Node;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Something posted in a newsletter, and what readers made of it.
public final class Posting {

    private final long number;
    private final String id;
    private final Account author;
    private final long at;
    private final String type;
    private final Map<Account, String> reactions = new LinkedHashMap<>();
    private final Set<Account> viewers = new HashSet<>();
    private List<Node> content;
    private long changedAt;

    /// @param number its number in the newsletter
    /// @param id the id its author gave it
    /// @param at when, in Unix seconds
    /// @param type the type of the stanza
    /// @param content the children of the stanza, none once it is taken back
    Posting(long number, String id, Account author, long at, String type, List<Node> content) {
        this.number = number;
        this.id = id;
        this.author = author;
        this.at = at;
        this.type = type;
        this.content = List.copyOf(content);
        this.changedAt = at;
    }

    /// Its number in the newsletter.
    public long number() {
        return number;
    }

    String id() {
        return id;
    }

    Account author() {
        return author;
    }

    long at() {
        return at;
    }

    String type() {
        return type;
    }

    List<Node> content() {
        return content;
    }

    void content(List<Node> children) {
        content = List.copyOf(children);
    }

    boolean isRevoked() {
        return content.isEmpty();
    }

    /// When readers last reacted, or it was written, in Unix seconds.
    long changedAt() {
        return changedAt;
    }

    void changedAt(long seconds) {
        changedAt = seconds;
    }

    /// Who has seen it.
    Set<Account> viewers() {
        return viewers;
    }

    /// Who reacted with what.
    public Map<Account, String> reactions() {
        return reactions;
    }

    /// How often each reaction was given.
    Map<String, Integer> counts() {
        return count(reactions.values());
    }

    private static Map<String, Integer> count(Collection<String> codes) {
        Map<String, Integer> counts = new TreeMap<>();
        codes.forEach(code -> counts.merge(code, 1, Integer::sum));
        return counts;
    }
}
