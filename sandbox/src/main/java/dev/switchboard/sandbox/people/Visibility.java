// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.Optional;

/// Who sees what of an account. Confined to the network thread.
public final class Visibility {

    private final Registry registry;
    private final TrustedContacts trusted;

    /// Visibility among all accounts.
    public Visibility(Registry registry, TrustedContacts trusted) {
        this.registry = registry;
        this.trusted = trusted;
    }

    /// What an account can show or hide, each under its privacy category.
    public enum What {
        /// The picture.
        PICTURE("profile"),
        /// The about text.
        ABOUT("status"),
        /// Whether somebody is there.
        ONLINE("online"),
        /// When somebody was last there.
        LAST_SEEN("last"),
        /// That it can be put into a group.
        GROUP_ADD("groupadd");

        private final String category;

        What(String category) {
            this.category = category;
        }
    }

    /// The token that a node carries.
    public static Optional<Bytes> tokenIn(Node node) {
        return node.child("tctoken").map(Node::contentBytes).filter(token -> !token.isEmpty());
    }

    /// Whether a restricted account keeps a viewer out who does not show a token of its own.
    public boolean isShutOut(Account viewer, Account subject, Optional<Bytes> token) {
        return viewer != subject
                && subject.traits().scenario().restricted()
                && token.filter(shown -> isTrusted(viewer, subject, shown)).isEmpty();
    }

    /// Whether a restricted account has never given a viewer a token that is still good.
    boolean isStranger(Account viewer, Account subject) {
        return viewer != subject
                && subject.traits().scenario().restricted()
                && trusted.latest(subject, viewer).isEmpty();
    }

    private boolean isTrusted(Account viewer, Account subject, Bytes shown) {
        return subject.traits().scenario().tcEnabled() && trusted.accepts(subject, viewer, shown);
    }

    /// Whether a viewer sees something of an account.
    public boolean sees(Account viewer, Account subject, What what, Optional<Bytes> token) {
        return viewer == subject || (!isShutOut(viewer, subject, token) && allows(viewer, subject, what));
    }

    /// Whether an account's settings let a viewer see something, tokens aside.
    public boolean allows(Account viewer, Account subject, What what) {
        if (viewer == subject) {
            return true;
        }
        return !subject.blocks(viewer) && allows(viewer, subject, what.category);
    }

    private boolean allows(Account viewer, Account subject, String category) {
        return switch (subject.privacy().getOrDefault(category, "all")) {
            case "none" -> false;
            case "contacts", "contact_allowlist", "known" -> registry.isContact(subject, viewer);
            case "contact_blacklist" ->
                registry.isContact(subject, viewer)
                        && !subject.excluded(category).contains(viewer.phone());
            case "match_last_seen" -> allows(viewer, subject, What.LAST_SEEN.category);
            default -> true;
        };
    }
}
