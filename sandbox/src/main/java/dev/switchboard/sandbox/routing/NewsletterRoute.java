// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.newsletter.Newsroom;
import dev.switchboard.sandbox.newsletter.Newsroom.Published;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;

/// Hands messages to newsletters over to the newsroom.
final class NewsletterRoute implements MessageRoute {

    private final Newsroom newsroom;

    NewsletterRoute(Newsroom newsroom) {
        this.newsroom = newsroom;
    }

    @Override
    public Outcome deliver(Device from, Node message, Jid to) {
        return switch (newsroom.take(from, message, to)) {
            case Published.Kept(long number) -> new Outcome.Posted(number);
            case Published.Unknown() -> new Outcome.Refused(Outcome.UNKNOWN_RECIPIENT);
            case Published.Forbidden() -> new Outcome.Refused(Outcome.FORBIDDEN);
        };
    }
}
