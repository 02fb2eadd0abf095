// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// A stage of linking by code. The same nodes travel in requests of the companion and in notifications.
public sealed interface LinkCode {

    /// The companion wants to be linked, and shows a code.
    ///
    /// @param phone the account's phone number
    /// @param notifyPhone whether the phone shall show a notification
    /// @param wrappedEphemeral the companion's ephemeral key under the code
    /// @param serverAuthKey the companion's Noise key
    /// @param platformId the browser, as one character
    /// @param platformDisplay the browser and system in words
    /// @param nonce one byte
    /// @param ref the reference the server gave; in the notification to the phone only
    record CompanionHello(
            Jid phone,
            boolean notifyPhone,
            Bytes wrappedEphemeral,
            Bytes serverAuthKey,
            String platformId,
            String platformDisplay,
            Bytes nonce,
            Optional<Bytes> ref)
            implements LinkCode {}

    /// The phone knows the code.
    record PrimaryHello(Bytes ref, Bytes wrappedEphemeral, Bytes identity) implements LinkCode {}

    /// The companion hands over its keys.
    record CompanionFinish(Optional<Jid> phone, Bytes ref, Bytes wrappedKeyBundle, Bytes identity)
            implements LinkCode {}

    /// The companion shall make a new code.
    record RefreshCode(Optional<Bytes> ref, boolean manual) implements LinkCode {}

    /// Any other stage.
    record Unknown(Node node) implements LinkCode {}

    /// The tag of the node, and the type of the notification.
    String TAG = "link_code_companion_reg";

    /// Reads the node inside an iq or notification.
    static Optional<LinkCode> in(Node parent) {
        return parent.child(TAG).map(LinkCode::of);
    }

    private static LinkCode of(Node node) {
        return switch (node.text("stage").orElse("")) {
            case "companion_hello" -> node.hasChild(WRAPPED_COMPANION) ? companionHello(node) : new Unknown(node);
            case "primary_hello" ->
                new PrimaryHello(
                        Fields.requireChildBytes(node, REF),
                        Fields.requireChildBytes(node, WRAPPED_PRIMARY),
                        Fields.requireChildBytes(node, "primary_identity_pub"));
            case "companion_finish" ->
                new CompanionFinish(
                        node.jid("jid"),
                        Fields.requireChildBytes(node, REF),
                        Fields.requireChildBytes(node, WRAPPED_BUNDLE),
                        Fields.requireChildBytes(node, "companion_identity_public"));
            case "refresh_code" ->
                new RefreshCode(Fields.childBytes(node, REF), node.hasText("force_manual_refresh", "true"));
            default -> new Unknown(node);
        };
    }

    private static LinkCode companionHello(Node node) {
        return new CompanionHello(
                node.requireJid("jid"),
                node.hasText("should_show_push_notification", "true"),
                Fields.requireChildBytes(node, WRAPPED_COMPANION),
                Fields.requireChildBytes(node, "companion_server_auth_key_pub"),
                Fields.requireChildBytes(node, "companion_platform_id").asUtf8(),
                Fields.requireChildBytes(node, "companion_platform_display").asUtf8(),
                node.child("link_code_pairing_nonce").map(Node::contentBytes).orElse(Bytes.EMPTY),
                Fields.childBytes(node, REF));
    }

    /// The names of children.
    String REF = "link_code_pairing_ref";

    /// The companion's ephemeral key under the code.
    String WRAPPED_COMPANION = "link_code_pairing_wrapped_companion_ephemeral_pub";

    /// The phone's ephemeral key under the code.
    String WRAPPED_PRIMARY = "link_code_pairing_wrapped_primary_ephemeral_pub";

    /// The companion's keys under the agreed key.
    String WRAPPED_BUNDLE = "link_code_pairing_wrapped_key_bundle";

    /// The node.
    default Node toNode() {
        return switch (this) {
            case CompanionHello hello -> helloNode(hello);
            case PrimaryHello(Bytes ref, Bytes wrapped, Bytes identity) ->
                stage("primary_hello")
                        .child(Node.of(WRAPPED_PRIMARY, wrapped))
                        .child(Node.of("primary_identity_pub", identity))
                        .child(Node.of(REF, ref))
                        .build();
            case CompanionFinish(Optional<Jid> phone, Bytes ref, Bytes bundle, Bytes identity) ->
                stage("companion_finish")
                        .jidIfPresent("jid", phone)
                        .child(Node.of(WRAPPED_BUNDLE, bundle))
                        .child(Node.of("companion_identity_public", identity))
                        .child(Node.of(REF, ref))
                        .build();
            case RefreshCode(Optional<Bytes> ref, boolean manual) -> {
                NodeBuilder node = stage("refresh_code");
                if (manual) {
                    node.attr("force_manual_refresh", true);
                }
                yield node.childIfPresent(ref.map(bytes -> Node.of(REF, bytes))).build();
            }
            case Unknown(Node raw) -> raw;
        };
    }

    private static Node helloNode(CompanionHello hello) {
        return stage("companion_hello")
                .attr("jid", hello.phone())
                .attr("should_show_push_notification", hello.notifyPhone())
                .child(Node.of(WRAPPED_COMPANION, hello.wrappedEphemeral()))
                .child(Node.of("companion_server_auth_key_pub", hello.serverAuthKey()))
                .child(Node.of("companion_platform_id", Bytes.utf8(hello.platformId())))
                .child(Node.of("companion_platform_display", Bytes.utf8(hello.platformDisplay())))
                .child(Node.of("link_code_pairing_nonce", hello.nonce()))
                .childIfPresent(hello.ref().map(ref -> Node.of(REF, ref)))
                .build();
    }

    private static NodeBuilder stage(String stage) {
        return Node.builder(TAG).attr("stage", stage);
    }

    /// The request of a companion.
    default Node toIq(String id) {
        return Iq.set(id, Iq.Xmlns.DEVICES).child(toNode()).build();
    }

    /// The server's answer to [CompanionHello].
    static Node helloAnswer(Node request, Bytes ref) {
        return Iq.serverResult(request)
                .child(stage("companion_hello").child(Node.of(REF, ref)))
                .build();
    }

    /// Reads that answer.
    static Bytes helloRef(Node answer) {
        return Fields.requireChildBytes(answer.requireChild(TAG), REF);
    }
}
