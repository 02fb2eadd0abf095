// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.people.Strangers;
import java.time.InstantSource;
import java.util.Map;

/// Puts the routes of messages together.
public final class Routes {

    private Routes() {}

    /// The routes of all kinds of address.
    public static Map<MessageRouter.Kind, MessageRoute> all(
            Registry registry,
            Post post,
            Faults faults,
            RepeatFilter repeats,
            Strangers strangers,
            InstantSource clock) {
        CopyDelivery copies = new CopyDelivery(post, faults, repeats, clock);
        return Map.of(
                MessageRouter.Kind.PERSON, new PersonRoute(registry, copies, strangers, repeats),
                MessageRouter.Kind.STATUS, new StatusRoute(registry, copies));
    }
}
