// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.wire.node.Node;

/// Namespace `status`: who may see what is posted to the status list.
public final class StatusHandler implements IqHandler {

    @Override
    public Answer answer(IqRequest request) {
        if (!request.isSet() && request.child("privacy").isPresent()) {
            Node contacts = Node.builder("list")
                    .attr("type", "contacts")
                    .attr("default", true)
                    .build();
            return Answer.of(Node.of("privacy", contacts));
        }
        return Answer.notImplemented();
    }
}
