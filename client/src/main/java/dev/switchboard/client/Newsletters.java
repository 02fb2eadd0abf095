// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.channel.NewsletterDepartment;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.newsletter.NewNewsletter;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.NewsletterUpdate;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an owner can ask of newsletters, and change. Posts are sent like any message, to the newsletter's address.
/// Thread-safe.
public final class Newsletters {

    private final CompanionWorker worker;

    Newsletters(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Used on the worker only.
    private NewsletterDepartment department() {
        return worker.departments().newsletters();
    }

    /// Makes a newsletter; this account owns it.
    public Reply<Answer<Newsletter>> create(NewNewsletter wanted) {
        return worker.ask(then -> department().create(wanted, then));
    }

    public Reply<Answer<Newsletter>> update(Jid newsletter, NewsletterUpdate update) {
        return worker.ask(then -> department().update(newsletter, update, then));
    }

    /// Ends an own newsletter.
    public Reply<Answer<Jid>> delete(Jid newsletter) {
        return worker.ask(then -> department().delete(newsletter, then));
    }

    public Reply<Answer<Newsletter>> get(Jid newsletter) {
        return worker.ask(then -> department().byJid(newsletter, then));
    }

    /// What an invite link leads to.
    ///
    /// @param codeOrLink the code, or the whole link `https://whatsapp.com/channel/CODE`
    public Reply<Answer<Newsletter>> inspect(String codeOrLink) {
        return worker.ask(then -> department().byInvite(codeOrLink, then));
    }

    /// Those this account follows or owns.
    public Reply<Answer<List<Newsletter>>> followed() {
        return worker.ask(then -> department().followed(then));
    }

    public Reply<Answer<Jid>> follow(Jid newsletter) {
        return worker.ask(then -> department().follow(newsletter, true, then));
    }

    public Reply<Answer<Jid>> unfollow(Jid newsletter) {
        return worker.ask(then -> department().follow(newsletter, false, then));
    }

    public Reply<Answer<Jid>> mute(Jid newsletter, boolean muted) {
        return worker.ask(then -> department().mute(newsletter, muted, then));
    }

    /// Posts, the newest first asked for, in ascending order.
    ///
    /// @param before only posts with smaller numbers
    public Reply<Answer<List<NewsletterPost>>> posts(Jid newsletter, int count, OptionalLong before) {
        return worker.ask(then -> department().posts(newsletter, count, before, then));
    }

    /// What changed at posts.
    ///
    /// @param since only changes after this moment
    /// @param after only posts with greater numbers
    public Reply<Answer<List<NewsletterPost>>> updates(
            Jid newsletter, int count, Optional<Instant> since, OptionalLong after) {
        return worker.ask(then -> department().updates(newsletter, count, since, after, then));
    }

    /// Asks to be told at once of reactions and views; the answer says for how long.
    public Reply<Answer<Duration>> followLive(Jid newsletter) {
        return worker.ask(then -> department().followLive(newsletter, then));
    }

    /// Reacts to a post; an empty emoji takes the reaction back.
    ///
    /// @return the post's number
    public Reply<Answer<Long>> react(Jid newsletter, long serverId, String emoji) {
        return worker.ask(then -> department().react(newsletter, serverId, emoji, then));
    }

    /// Counts posts as seen by this account.
    public Reply<Answer<Jid>> markViewed(Jid newsletter, List<Long> serverIds) {
        return worker.ask(then -> department().markViewed(newsletter, serverIds, then));
    }

    /// Accepts the terms that the network asks for before a first newsletter is made.
    public Reply<Answer<Boolean>> acceptTerms() {
        return worker.ask(then -> department().acceptTerms(then));
    }
}
