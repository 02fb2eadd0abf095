// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.newsletter.Newsletter.Text;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// All newsletters, found by address, code or reader.
///
/// Confined to the network thread.
public final class Newsletters {

    private static final String ID_PREFIX = "120363";
    private static final long ID_RANGE = 1_000_000_000_000L;
    private static final int CODE_LENGTH = 24;
    private static final String CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final StateStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Newsletter> byId = new LinkedHashMap<>();

    /// No newsletters yet.
    public Newsletters(StateStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// Reads what was kept; accounts must be there before.
    public void restore(Registry registry) {
        List<Newsletter> all = new ArrayList<>();
        NewsletterRecords.restore(store, registry, all::add);
        all.sort(Comparator.comparingLong(Newsletter::created).thenComparing(Newsletter::id));
        all.forEach(newsletter -> byId.put(newsletter.id(), newsletter));
        NewsletterRecords.restorePosts(store, registry, byId);
    }

    /// Makes a newsletter.
    public Newsletter create(Account owner, String name, String description) {
        Newsletter.Origin origin =
                new Newsletter.Origin(freeId(), code(), clock.instant().getEpochSecond());
        Newsletter newsletter = new Newsletter(origin, text(name), text(description));
        newsletter.changeableRoles().put(owner, Role.OWNER);
        byId.put(newsletter.id(), newsletter);
        NewsletterRecords.put(store, newsletter);
        return newsletter;
    }

    private String freeId() {
        String id;
        do {
            id = ID_PREFIX + "%012d".formatted(random.nextLong(ID_RANGE));
        } while (byId.containsKey(id));
        return id;
    }

    private String code() {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        for (int i = 0; i < CODE_LENGTH; i++) {
            code.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
        }
        return code.toString();
    }

    private Text text(String words) {
        long now = clock.millis() * 1000;
        return new Text(Long.toString(now), words, now);
    }

    /// Calls a newsletter something else.
    public void rename(Newsletter newsletter, String name) {
        newsletter.name(text(name));
        NewsletterRecords.put(store, newsletter);
    }

    /// Describes a newsletter anew.
    public void describe(Newsletter newsletter, String description) {
        newsletter.description(text(description));
        NewsletterRecords.put(store, newsletter);
    }

    /// Makes an account something else to a newsletter; as a guest it is forgotten.
    public void setRole(Newsletter newsletter, Account account, Role role) {
        if (role == Role.GUEST) {
            newsletter.changeableRoles().remove(account);
            newsletter.muted().remove(account);
        } else {
            newsletter.changeableRoles().put(account, role);
        }
        NewsletterRecords.put(store, newsletter);
    }

    /// Whether an account wants noise of a newsletter.
    public void mute(Newsletter newsletter, Account account, boolean mute) {
        if (mute) {
            newsletter.muted().add(account);
        } else {
            newsletter.muted().remove(account);
        }
        NewsletterRecords.put(store, newsletter);
    }

    /// Ends a newsletter.
    public void delete(Newsletter newsletter) {
        byId.remove(newsletter.id());
        NewsletterRecords.remove(store, newsletter);
    }

    /// Keeps a new post.
    Posting publish(Newsletter newsletter, Account author, String id, String type, List<Node> content) {
        Posting post =
                new Posting(newsletter.takeNumber(), id, author, clock.instant().getEpochSecond(), type, content);
        newsletter.add(post);
        NewsletterRecords.put(store, newsletter, post);
        return post;
    }

    /// Keeps what changed about a post.
    void save(Newsletter newsletter, Posting post) {
        NewsletterRecords.put(store, newsletter, post);
    }

    /// The newsletter at an address.
    public Optional<Newsletter> find(Jid jid) {
        return jid.isNewsletter() ? Optional.ofNullable(byId.get(jid.user())) : Optional.empty();
    }

    /// The newsletter that a code leads to.
    public Optional<Newsletter> byInvite(String code) {
        return byId.values().stream()
                .filter(newsletter -> newsletter.invite().equals(code))
                .findFirst();
    }

    /// The newsletters that an account is more than a guest of.
    public List<Newsletter> of(Account account) {
        return byId.values().stream()
                .filter(newsletter -> newsletter.roles().containsKey(account))
                .toList();
    }

    /// All newsletters, the oldest first.
    public Collection<Newsletter> all() {
        return List.copyOf(byId.values());
    }

    /// Forgets everything, in memory only.
    public void clear() {
        byId.clear();
    }
}
