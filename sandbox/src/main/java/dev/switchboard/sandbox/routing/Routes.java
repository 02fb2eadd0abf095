// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.sandbox.newsletter.Newsroom;
import dev.switchboard.sandbox.people.Strangers;
import java.time.InstantSource;
import java.util.Map;

/// Puts the routes of messages together.
public final class Routes {

    private final Map<MessageRouter.Kind, MessageRoute> all;
    private final GroupRoute toGroups;

    /// The routes of all kinds of address.
    public Routes(
            Registry registry,
            Groups groups,
            Newsroom newsroom,
            Post post,
            Faults faults,
            RepeatFilter repeats,
            Strangers strangers,
            InstantSource clock) {
        CopyDelivery copies = new CopyDelivery(post, faults, repeats, clock);
        toGroups = new GroupRoute(registry, groups, copies);
        all = Map.of(
                MessageRouter.Kind.PERSON, new PersonRoute(registry, copies, strangers, repeats),
                MessageRouter.Kind.GROUP, toGroups,
                MessageRouter.Kind.NEWSLETTER, new NewsletterRoute(newsroom),
                MessageRouter.Kind.STATUS, new StatusRoute(registry, copies));
    }

    /// The route for each kind.
    public Map<MessageRouter.Kind, MessageRoute> all() {
        return all;
    }

    /// Forgets a removed device.
    public void remove(Device device) {
        toGroups.remove(device);
    }

    /// Forgets everything.
    public void clear() {
        toGroups.clear();
    }
}
