// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Namespace `w:biz`: the profiles of businesses; everything else in it is answered with an empty result.
final class BusinessHandler implements IqHandler {

    private final Registry registry;

    BusinessHandler(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Answer answer(IqRequest request) {
        Optional<Node> question = request.child("business_profile");
        if (question.isEmpty() || request.isSet()) {
            return Answer.empty();
        }
        List<Node> profiles = new ArrayList<>();
        for (Node profile : question.get().children("profile")) {
            registry.account(profile.requireJid("jid"))
                    .filter(account -> !account.traits().business().isEmpty())
                    .ifPresent(account -> profiles.add(Node.builder("profile")
                            .attr("jid", profile.requireJid("jid").bare())
                            .child(Node.builder("description").utf8(account.about()))
                            .child(Node.builder("categories")
                                    .child(Node.builder("category")
                                            .attr("id", "2")
                                            .utf8("Business")))
                            .build()));
        }
        return profiles.isEmpty()
                ? Answer.empty()
                : Answer.of(Node.builder("business_profile")
                        .attr("v", 244)
                        .children(profiles)
                        .build());
    }
}
