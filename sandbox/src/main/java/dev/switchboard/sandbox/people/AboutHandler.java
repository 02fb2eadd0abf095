// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.people.Visibility.What;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.Optional;

/// Namespace `status`: the about text, and who may see what is posted to the status list.
public final class AboutHandler implements IqHandler {

    private static final int LONGEST = 139;

    private final Registry registry;
    private final ProfileNotices notices;
    private final InstantSource clock;

    AboutHandler(Registry registry, ProfileNotices notices, InstantSource clock) {
        this.registry = registry;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public Answer answer(IqRequest request) {
        if (request.isSet()) {
            return change(request.account(), request.iq().requireChild("status").contentBytes());
        }
        return request.child("privacy").isPresent() ? privacy() : Answer.notImplemented();
    }

    private static Answer privacy() {
        Node contacts = Node.builder("list")
                .attr("type", "contacts")
                .attr("default", true)
                .build();
        return Answer.of(Node.of("privacy", contacts));
    }

    Answer change(Account account, Bytes written) {
        String text = written.asUtf8();
        if (text.codePointCount(0, text.length()) > LONGEST) {
            return Answer.badRequest();
        }
        account.about(text, clock.instant());
        registry.save(account);
        Node notification = notices.notification("status", account.pn())
                .attr("notify", account.pushName())
                .child(Node.of("set", written))
                .build();
        return Answer.emptyThen(() -> notices.tellContacts(account, Optional.of(What.ABOUT), notification));
    }
}
