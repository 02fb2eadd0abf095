// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.iq.AccountNotices;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqDispatcher;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import java.time.InstantSource;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;

/// The parts of this package, put together.
public final class People {

    private final Registry registry;
    private final TrustedContacts trusted;
    private final Visibility visibility;
    private final Strangers strangers;
    private final Pictures pictures;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// Nobody has shown anything yet.
    public People(
            Registry registry,
            Post post,
            StateStore store,
            StanzaIds ids,
            InstantSource clock,
            RandomGenerator random) {
        this.registry = registry;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
        this.trusted = new TrustedContacts(store, clock, random);
        this.visibility = new Visibility(registry, trusted);
        this.strangers = new Strangers(trusted);
        this.pictures = new Pictures(store, clock, random);
    }

    /// Who sees what.
    public Visibility visibility() {
        return visibility;
    }

    /// Who may write to whom.
    public Strangers strangers() {
        return strangers;
    }

    /// The pictures.
    public Pictures pictures() {
        return pictures;
    }

    /// What answers `tokens` in the namespace `privacy`.
    public TokensHandler tokens() {
        return new TokensHandler(registry, trusted, post, ids, clock);
    }

    /// Takes up the queries about people.
    ///
    /// @param urls makes of the authority that a client used, and a path, the whole address
    public void register(IqDispatcher queries, AccountNotices own, GroupPictures groups, BinaryOperator<String> urls) {
        ProfileNotices notices = new ProfileNotices(registry, visibility, post, ids, clock);
        queries.register(
                new PictureHandler(registry, pictures, visibility, groups, notices, urls), "w:profile:picture");
        queries.register(new BusinessHandler(registry), "w:biz");
        queries.register(new AboutHandler(registry, notices, clock), "status");
        queries.register(new DisappearingModeHandler(registry, notices, own, clock), "disappearing_mode");
    }

    /// Changes an about text as the query of namespace `status` does.
    public void changeAbout(Account account, String text) {
        ProfileNotices notices = new ProfileNotices(registry, visibility, post, ids, clock);
        Answer answer = new AboutHandler(registry, notices, clock).change(account, Bytes.utf8(text));
        if (answer instanceof Answer.Result result) {
            result.afterwards().run();
        }
    }

    /// Reads what was kept.
    public void restore() {
        trusted.restore(registry);
        pictures.restore();
    }

    /// Forgets everything, in memory only.
    public void clear() {
        trusted.clear();
        pictures.clear();
    }
}
