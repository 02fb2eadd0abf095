// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.iq.AccountNotices;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.Optional;

/// Namespace `disappearing_mode`: how long an account's new chats keep messages.
public final class DisappearingModeHandler implements IqHandler {

    private final Registry registry;
    private final ProfileNotices notices;
    private final AccountNotices own;
    private final InstantSource clock;

    DisappearingModeHandler(Registry registry, ProfileNotices notices, AccountNotices own, InstantSource clock) {
        this.registry = registry;
        this.notices = notices;
        this.own = own;
        this.clock = clock;
    }

    /// How an account's timer is shown.
    public static Node node(Account account) {
        long since = account.traits().disappearingSince();
        return Node.builder("disappearing_mode")
                .attr("duration", account.traits().disappearing())
                .attr("t", since == 0 ? account.created().getEpochSecond() : since)
                .build();
    }

    @Override
    public Answer answer(IqRequest request) {
        Account account = request.account();
        if (!request.isSet()) {
            return Answer.of(node(account));
        }
        long seconds = request.iq()
                .requireChild("disappearing_mode")
                .number("duration")
                .orElse(-1);
        if (seconds < 0) {
            return Answer.badRequest();
        }
        account.traits(account.traits().withDisappearing(seconds, clock.instant()));
        registry.save(account);
        Node change = node(account);
        return Answer.emptyThen(() -> {
            own.tellOthers(request.device(), change);
            notices.tellContacts(
                    account,
                    Optional.empty(),
                    notices.notification("disappearing_mode", account.pn())
                            .child(change)
                            .build());
        });
    }
}
