// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Questions and answers about keys at the server, besides [PreKeyUpload] and [KeyDigest].
public final class PreKeyStanzas {

    private PreKeyStanzas() {}

    /// Asks how many one-time pre-keys the server still has.
    public static Node countRequest(String id) {
        return Iq.get(id, Iq.Xmlns.ENCRYPT).child(Node.of("count")).build();
    }

    /// Answers that question.
    public static Node countAnswer(Node request, int count) {
        return Iq.serverResult(request)
                .child(Node.builder("count").attr("value", count))
                .build();
    }

    /// Reads that answer.
    public static int count(Node answer) {
        return Fields.requireInt(answer.requireChild("count"), "value");
    }

    /// Replaces the signed pre-key.
    public static Node rotateRequest(String id, PublicSignedPreKey signedPreKey) {
        return Iq.set(id, Iq.Xmlns.ENCRYPT)
                .child(Node.of("rotate", KeyNodes.signedPreKey(signedPreKey)))
                .build();
    }

    /// Reads that request.
    public static PublicSignedPreKey rotated(Node request) {
        return KeyNodes.signedPreKey(request.requireChild("rotate").requireChild("skey"));
    }

    /// A device whose keys are wanted.
    ///
    /// @param device whose
    /// @param identityChanged whether they are wanted since the identity changed
    public record Wanted(Jid device, boolean identityChanged) {}

    /// Asks for the key bundles of devices.
    public static Node fetchRequest(String id, Collection<Wanted> devices) {
        List<Node> users = new ArrayList<>();
        for (Wanted wanted : devices) {
            NodeBuilder user = Node.builder("user").attr("jid", wanted.device());
            if (wanted.identityChanged()) {
                user.attr("reason", "identity");
            }
            users.add(user.build());
        }
        return Iq.get(id, Iq.Xmlns.ENCRYPT)
                .child(Node.builder("key").children(users))
                .build();
    }

    /// Reads that request.
    public static List<Wanted> wanted(Node request) {
        return request.requireChild("key").children("user").stream()
                .map(user -> new Wanted(user.requireJid("jid"), user.hasText("reason", "identity")))
                .toList();
    }

    /// What came back for one device.
    public sealed interface Fetched {

        /// Whose keys they are.
        Jid device();

        /// Its keys.
        record Found(Jid device, KeyBundle bundle) implements Fetched {}

        /// The server has none to give.
        record Refused(Jid device, IqAnswer.StanzaError error) implements Fetched {}

        /// The entry makes no sense.
        record Unusable(Jid device, WireException cause) implements Fetched {}
    }

    /// Answers a request for key bundles.
    public static Node fetchAnswer(Node request, Collection<Fetched> entries, Instant now) {
        List<Node> users = new ArrayList<>();
        for (Fetched entry : entries) {
            NodeBuilder user = Node.builder("user").attr("jid", entry.device());
            switch (entry) {
                case Fetched.Found(var _, KeyBundle bundle) ->
                    user.attr("t", now.getEpochSecond()).children(bundle.toNodes());
                case Fetched.Refused(var _, IqAnswer.StanzaError error) ->
                    user.child(Iq.error(error.code(), error.text()));
                case Fetched.Unusable _ -> user.child(Iq.error(500, "internal-server-error"));
            }
            users.add(user.build());
        }
        return Iq.serverResult(request)
                .child(Node.builder("list").children(users))
                .build();
    }

    /// Reads that answer. One bad entry does not spoil the others.
    public static List<Fetched> fetched(Node answer) {
        List<Fetched> entries = new ArrayList<>();
        for (Node user : answer.requireChild("list").children("user")) {
            entries.add(read(user));
        }
        return entries;
    }

    private static Fetched read(Node user) {
        Jid device = user.requireJid("jid");
        Optional<IqAnswer.StanzaError> error = IqAnswer.StanzaError.in(user);
        if (error.isPresent()) {
            return new Fetched.Refused(device, error.get());
        }
        try {
            return new Fetched.Found(device, KeyBundle.of(user));
        } catch (MalformedNode e) {
            return new Fetched.Unusable(device, e);
        }
    }
}
