// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where media files go, and with which permission.
///
/// @param auth the permission, to be encoded in addresses
/// @param ttl how long the hosts are good
/// @param authTtl how long the permission is good
/// @param hosts the hosts in order of preference
public record MediaConnection(String auth, Duration ttl, Duration authTtl, List<Host> hosts) {

    /// Keeps an unmodifiable copy.
    public MediaConnection {
        hosts = List.copyOf(hosts);
    }

    /// One host.
    ///
    /// @param hostname the name, with a port where it is not the usual one
    /// @param fallback whether it is to be used only if the others fail
    public record Host(String hostname, boolean fallback) {}

    /// Asks for it.
    public static Node request(String id) {
        return Iq.set(id, Iq.Xmlns.MEDIA).child(Node.of("media_conn")).build();
    }

    /// Reads the answer.
    public static MediaConnection of(Node iq) {
        Node connection = iq.requireChild("media_conn");
        return new MediaConnection(
                connection.requireText("auth"),
                seconds(connection, "ttl"),
                seconds(connection, "auth_ttl"),
                connection.children("host").stream()
                        .map(host -> new Host(host.requireText("hostname"), host.hasText("type", "fallback")))
                        .toList());
    }

    private static Duration seconds(Node node, String name) {
        return Duration.ofSeconds(Math.clamp(Fields.number(node, name).orElse(0), 0, Integer.MAX_VALUE));
    }

    /// The answer to a request.
    public Node toIq(Node request) {
        NodeBuilder connection = Node.builder("media_conn")
                .attr("auth", auth)
                .attr("ttl", ttl.toSeconds())
                .attr("auth_ttl", authTtl.toSeconds())
                .attr("max_buckets", 12);
        for (Host host : hosts) {
            connection.child(Node.builder("host")
                    .attr("hostname", host.hostname())
                    .attr("type", host.fallback() ? "fallback" : "primary"));
        }
        return Iq.serverResult(request).child(connection).build();
    }

    /// The host to try first.
    public Optional<Host> preferred() {
        return hosts.stream()
                .filter(host -> !host.fallback())
                .findFirst()
                .or(() -> hosts.stream().findFirst());
    }
}
