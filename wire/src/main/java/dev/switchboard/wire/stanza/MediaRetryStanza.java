// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The parts of a media retry: in the request, a receipt, and in the answer, a notification.
///
/// @param sealed the encrypted request or answer
/// @param chat the message's chat
/// @param fromMe whether the message is an own one
/// @param participant the message's author in a group
/// @param error why the phone refuses, in place of an encrypted answer
public record MediaRetryStanza(
        Optional<Sealed> sealed, Optional<Jid> chat, boolean fromMe, Optional<Jid> participant, OptionalInt error) {

    /// An encrypted part.
    ///
    /// @param payload ciphertext and tag
    /// @param iv the 12-byte nonce
    public record Sealed(Bytes payload, Bytes iv) {}

    /// Reads the children of a receipt or notification.
    public static MediaRetryStanza of(Node parent) {
        Optional<Node> rmr = parent.child("rmr");
        return new MediaRetryStanza(
                parent.child("encrypt")
                        .map(encrypt -> new Sealed(
                                Fields.requireChildBytes(encrypt, "enc_p"),
                                Fields.requireChildBytes(encrypt, "enc_iv"))),
                rmr.flatMap(node -> node.jid("jid")),
                rmr.filter(node -> node.hasText("from_me", "true")).isPresent(),
                rmr.flatMap(node -> node.jid("participant")),
                parent.child("error").map(error -> Fields.number(error, "code")).orElse(OptionalInt.empty()));
    }

    /// The children.
    public List<Node> toNodes() {
        List<Node> nodes = new ArrayList<>();
        sealed.ifPresent(parts ->
                nodes.add(Node.of("encrypt", Node.of("enc_p", parts.payload()), Node.of("enc_iv", parts.iv()))));
        error.ifPresent(
                code -> nodes.add(Node.builder("error").attr("code", code).build()));
        if (chat.isPresent() || participant.isPresent()) {
            NodeBuilder rmr = Node.builder("rmr").jidIfPresent("jid", chat).attr("from_me", fromMe);
            nodes.add(rmr.jidIfPresent("participant", participant).build());
        }
        return nodes;
    }
}
