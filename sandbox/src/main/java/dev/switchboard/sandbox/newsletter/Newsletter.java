// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A newsletter with everything posted in it.
///
/// Confined to the network thread; whoever changes it has [Newsletters] save it.
public final class Newsletter {

    /// Posts are numbered from here.
    static final long FIRST_POST = 100;

    private final Origin origin;
    private final Jid jid;
    private final Map<Account, Role> roles = new LinkedHashMap<>();
    private final Set<Account> muted = new HashSet<>();
    private final TreeMap<Long, Posting> posts = new TreeMap<>();
    private Text name;
    private Text description;
    private long lastPost = FIRST_POST - 1;

    /// What never changes about a newsletter.
    ///
    /// @param id the number part of its address
    /// @param invite the code that leads to it
    /// @param created in Unix seconds
    record Origin(String id, String invite, long created) {}

    /// What a newsletter says about itself.
    ///
    /// @param id of this wording
    /// @param text the words
    /// @param since when it was written, in microseconds
    public record Text(String id, String text, long since) {}

    Newsletter(Origin origin, Text name, Text description) {
        this.origin = origin;
        this.jid = Jid.newsletter(origin.id);
        this.name = name;
        this.description = description;
    }

    /// The number part of its address.
    String id() {
        return origin.id;
    }

    /// Its address.
    public Jid jid() {
        return jid;
    }

    /// The code that leads to it.
    public String invite() {
        return origin.invite;
    }

    /// When it was made, in Unix seconds.
    public long created() {
        return origin.created;
    }

    /// What it is called.
    public Text name() {
        return name;
    }

    void name(Text value) {
        name = value;
    }

    /// What it is about.
    public Text description() {
        return description;
    }

    void description(Text value) {
        description = value;
    }

    /// What an account is to it.
    public Role roleOf(Account account) {
        return roles.getOrDefault(account, Role.GUEST);
    }

    /// Everybody who is more than a guest, the oldest first.
    public Map<Account, Role> roles() {
        return Collections.unmodifiableMap(roles);
    }

    Map<Account, Role> changeableRoles() {
        return roles;
    }

    /// Whether an account wants no noise of it.
    public boolean isMutedBy(Account account) {
        return muted.contains(account);
    }

    Set<Account> muted() {
        return muted;
    }

    NavigableMap<Long, Posting> posts() {
        return posts;
    }

    /// The post of this number.
    public Optional<Posting> post(long number) {
        return Optional.ofNullable(posts.get(number));
    }

    /// The post of this message id.
    Optional<Posting> post(String id) {
        return posts.descendingMap().values().stream()
                .filter(post -> post.id().equals(id))
                .findFirst();
    }

    long takeNumber() {
        return ++lastPost;
    }

    void add(Posting post) {
        posts.put(post.number(), post);
        lastPost = Math.max(lastPost, post.number());
    }

    /// The latest posts below a number, the oldest first.
    List<Posting> before(long number, int count) {
        List<Posting> found = new ArrayList<>();
        for (Posting post : posts.headMap(number, false).descendingMap().values()) {
            if (found.size() == count) {
                break;
            }
            if (!post.isRevoked()) {
                found.addFirst(post);
            }
        }
        return found;
    }

    /// The first posts above a number, the oldest first.
    List<Posting> after(long number, int count) {
        return posts.tailMap(number, false).values().stream()
                .filter(post -> !post.isRevoked())
                .limit(count)
                .toList();
    }

    @Override
    public String toString() {
        return "Newsletter[" + origin.id + "]";
    }
}
