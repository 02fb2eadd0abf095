// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Namespace `privacy` with `tokens`: an account makes others its trusted contacts. They hear of it with the token, on
/// all their devices, and the answer holds what they gave before.
public final class TokensHandler implements IqHandler {

    private static final String TYPE = "trusted_contact";

    private final Registry registry;
    private final TrustedContacts trusted;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// A handler on all accounts.
    public TokensHandler(Registry registry, TrustedContacts trusted, Post post, StanzaIds ids, InstantSource clock) {
        this.registry = registry;
        this.trusted = trusted;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    private record Wanted(Jid jid, Optional<Long> t) {}

    @Override
    public Answer answer(IqRequest request) {
        List<Wanted> wanted = new ArrayList<>();
        for (Node token : request.iq().requireChild("tokens").children("token")) {
            if (!token.hasText("type", TYPE)) {
                return Answer.badRequest();
            }
            var t = token.number("t");
            wanted.add(
                    new Wanted(token.requireJid("jid"), t.isPresent() ? Optional.of(t.getAsLong()) : Optional.empty()));
        }
        Account issuer = request.account();
        List<Node> returned = new ArrayList<>();
        for (Wanted one : wanted) {
            Optional<Account> contact = registry.account(one.jid).filter(account -> account != issuer);
            contact.ifPresent(account -> {
                registry.acquaint(issuer, account);
                tell(issuer, account, trusted.issue(issuer, account, one.t));
                trusted.latest(/* issuer= */ account, /* contact= */ issuer)
                        .ifPresent(token ->
                                returned.add(node(token).attr("jid", one.jid).build()));
            });
        }
        return Answer.of(Node.builder("tokens").children(returned).build());
    }

    private static NodeBuilder node(TrustedContacts.Token token) {
        return Node.builder("token").attr("type", TYPE).attr("t", token.t()).bytes(token.secret());
    }

    private void tell(Account issuer, Account contact, TrustedContacts.Token token) {
        Node notification = Node.builder("notification")
                .attr("type", "privacy_token")
                .attr("from", issuer.pn())
                .attr("sender_lid", issuer.lid())
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(Node.builder("tokens").child(node(token)))
                .build();
        for (Device device : contact.devices()) {
            post.enqueue(device, StanzaKind.NOTIFICATION, notification);
        }
    }
}
