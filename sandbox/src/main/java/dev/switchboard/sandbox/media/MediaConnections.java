// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.wire.node.Node;
import java.time.Duration;

/// Namespace `w:m`: tells clients where media files go.
public final class MediaConnections implements IqHandler {

    private static final Duration HOSTS_GOOD_FOR = Duration.ofMinutes(5);
    private static final Duration PERMISSION_GOOD_FOR = Duration.ofHours(6);
    private static final int BUCKETS = 12;
    private static final long LARGEST_FILE = 2L << 30;

    private final MediaAuth auth;
    private final MediaHost host;
    private long last;

    /// Points to this host.
    public MediaConnections(MediaAuth auth, MediaHost host) {
        this.auth = auth;
        this.host = host;
    }

    @Override
    public Answer answer(IqRequest request) {
        if (request.child("media_conn").isEmpty()) {
            return Answer.badRequest();
        }
        FaultTarget holder =
                FaultTarget.device(request.account().phone(), request.device().id());
        return Answer.of(Node.builder("media_conn")
                .attr("auth", auth.issue(PERMISSION_GOOD_FOR, holder))
                .attr("ttl", HOSTS_GOOD_FOR.toSeconds())
                .attr("auth_ttl", PERMISSION_GOOD_FOR.toSeconds())
                .attr("max_buckets", BUCKETS)
                .attr("id", Long.toString(++last))
                .attr("max_manual_retry", 3)
                .attr("is_new", 1)
                .child(Node.builder("host")
                        .attr("hostname", host.authority(request.authority()))
                        .attr("type", "primary")
                        .attr("maxContentLengthBytes", LARGEST_FILE)
                        .child(Node.of("upload"))
                        .child(Node.of("download")))
                .build());
    }
}
