// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stanzas by which a companion is linked and unlinked. The bytes inside are made and checked in
/// `dev.switchboard.wire.pairing`.
public final class PairingStanzas {

    private PairingStanzas() {}

    /// The server's offer of references to show as QR codes.
    ///
    /// @param refs the references, each good for one code, in order
    public record PairDevice(List<Bytes> refs) {

        /// Keeps an unmodifiable copy.
        public PairDevice {
            refs = List.copyOf(refs);
        }

        /// Reads the iq, if it is one.
        public static Optional<PairDevice> in(Node iq) {
            return iq.child("pair-device")
                    .map(node -> new PairDevice(node.children("ref").stream()
                            .map(Node::contentBytes)
                            .toList()));
        }

        /// The iq.
        public Node toIq(String id) {
            NodeBuilder offer = Node.builder("pair-device");
            refs.forEach(ref -> offer.child(Node.of("ref", ref)));
            return Iq.fromServer("set", id, Iq.Xmlns.DEVICES).child(offer).build();
        }
    }

    /// The server's word that the phone accepted the companion.
    ///
    /// @param identity the serialized ADVSignedDeviceIdentityHMAC
    /// @param jid the companion's address
    /// @param lid the companion's hidden address
    /// @param platform what the phone runs
    /// @param businessName the name of a business account
    /// @param clientProps the serialized ClientPairingProps
    public record PairSuccess(
            Bytes identity,
            Jid jid,
            Optional<Jid> lid,
            Optional<String> platform,
            Optional<String> businessName,
            Optional<Bytes> clientProps) {

        /// Reads the iq, if it is one.
        public static Optional<PairSuccess> in(Node iq) {
            return iq.child("pair-success").map(PairSuccess::read);
        }

        private static PairSuccess read(Node node) {
            Node device = node.requireChild("device");
            return new PairSuccess(
                    Fields.requireChildBytes(node, "device-identity"),
                    device.requireJid("jid"),
                    device.jid("lid"),
                    node.child("platform").flatMap(platform -> platform.text("name")),
                    node.child("biz").flatMap(biz -> biz.text("name")),
                    Fields.childBytes(node, "client-props"));
        }

        /// The iq.
        public Node toIq(String id, Instant now) {
            NodeBuilder success = Node.builder("pair-success")
                    .child(Node.of("device-identity", identity))
                    .child(Node.builder("device").attr("jid", jid).jidIfPresent("lid", lid));
            platform.ifPresent(name -> success.child(Node.builder("platform").attr("name", name)));
            businessName.ifPresent(name -> success.child(Node.builder("biz").attr("name", name)));
            clientProps.ifPresent(bytes -> success.child(Node.of("client-props", bytes)));
            return Iq.fromServer("set", id, Iq.Xmlns.DEVICES)
                    .attr("t", now.getEpochSecond())
                    .child(success)
                    .build();
        }
    }

    /// The companion's signed answer to [PairSuccess].
    ///
    /// @param keyIndex the index the phone gave the companion
    /// @param identity the serialized ADVSignedDeviceIdentity, without the account's key
    public record PairDeviceSign(int keyIndex, Bytes identity) {

        /// Reads the iq.
        public static PairDeviceSign of(Node iq) {
            Node identity = iq.requireChild("pair-device-sign").requireChild("device-identity");
            return new PairDeviceSign(Fields.requireInt(identity, "key-index"), identity.contentBytes());
        }

        /// The answer to the iq of [PairSuccess].
        public Node toIq(Node pairSuccess) {
            return Iq.clientResult(pairSuccess)
                    .child(Node.of(
                            "pair-device-sign",
                            Node.builder("device-identity")
                                    .attr("key-index", keyIndex)
                                    .bytes(identity)
                                    .build()))
                    .build();
        }
    }

    /// Unlinks a companion.
    ///
    /// @param device the companion; empty for all of them
    /// @param reason such as `user_initiated`
    public record RemoveCompanion(Optional<Jid> device, Optional<String> reason) {

        /// Reads the iq, if it is one.
        public static Optional<RemoveCompanion> in(Node iq) {
            return iq.child("remove-companion-device")
                    .map(node -> new RemoveCompanion(node.jid("jid"), node.text("reason")));
        }

        /// The iq.
        public Node toIq(String id) {
            NodeBuilder node = Node.builder("remove-companion-device");
            device.ifPresentOrElse(jid -> node.attr("jid", jid), () -> node.attr("all", true));
            return Iq.set(id, Iq.Xmlns.DEVICES)
                    .child(node.attrIfPresent("reason", reason))
                    .build();
        }
    }

    /// The references of an iq as texts.
    public static List<String> refTexts(PairDevice offer) {
        List<String> texts = new ArrayList<>();
        offer.refs().forEach(ref -> texts.add(ref.asUtf8()));
        return texts;
    }
}
