// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Stanzas as they occur: an outgoing message to six devices, a delivered copy, a receipt, and a device query's answer.
final class SampleStanzas {

    private static final long SEED = 20_261_120;
    private static final long T = 1_795_000_000;
    private static final int ENC_BYTES = 180;
    private static final int IDENTITY_BYTES = 148;

    private final RandomGenerator random = new Random(SEED);

    /// The same stanzas on every call.
    static List<Node> all() {
        var samples = new SampleStanzas();
        return List.of(samples.outgoing(), samples.delivered(), samples.receipt(), samples.devices());
    }

    private Node outgoing() {
        var participants = new ArrayList<Node>();
        for (int device = 0; device < 6; device++) {
            var to = (device < 4 ? Jid.lid("231845500012345") : Jid.lid("88210045001234")).withDevice(device);
            participants.add(Node.builder("to")
                    .attr("jid", to)
                    .child(enc(device % 2 == 0 ? "msg" : "pkmsg"))
                    .build());
        }
        return Node.builder("message")
                .attr("id", "3EB0A1B2C3D4E5F60718")
                .attr("to", Jid.lid("231845500012345"))
                .attr("type", "text")
                .attr("phash", "2:9vX2kQpZ")
                .attr("addressing_mode", "lid")
                .child(Node.builder("participants").children(participants).build())
                .child(Node.of("device-identity", bytes(IDENTITY_BYTES)))
                .build();
    }

    private Node delivered() {
        return Node.builder("message")
                .attr("from", Jid.pn("15550100001", 3))
                .attr("sender_lid", Jid.lid("231845500012345"))
                .attr("id", "3EB0A1B2C3D4E5F60719")
                .attr("t", T)
                .attr("type", "text")
                .attr("notify", "A name of some length")
                .attr("offline", "0")
                .child(enc("msg"))
                .build();
    }

    private Node receipt() {
        return Node.builder("receipt")
                .attr("from", Jid.pn("15550100001", 3))
                .attr("id", "3EB0A1B2C3D4E5F60720")
                .attr("t", T)
                .attr("type", "read")
                .build();
    }

    private Node devices() {
        var users = new ArrayList<Node>();
        for (int user = 0; user < 10; user++) {
            var devices = new ArrayList<Node>();
            for (int device = 0; device < 4; device++) {
                devices.add(Node.builder("device")
                        .attr("id", device)
                        .attr("key-index", device)
                        .build());
            }
            users.add(Node.builder("user")
                    .attr("jid", Jid.pn("1555010000" + user))
                    .child(Node.of(
                            "devices",
                            Node.builder("device-list")
                                    .attr("hash", "2:abcdefgh")
                                    .children(devices)
                                    .build(),
                            Node.builder("key-index-list")
                                    .attr("ts", T)
                                    .bytes(bytes(90))
                                    .build()))
                    .build());
        }
        NodeBuilder usync = Node.builder("usync")
                .attr("sid", "12345.6789-10")
                .attr("mode", "query")
                .attr("last", "true")
                .attr("index", "0")
                .attr("context", "message");
        return Node.builder("iq")
                .attr("from", Jid.SERVER)
                .attr("id", "12345.6789-11")
                .attr("type", "result")
                .child(usync.child(Node.builder("list").children(users).build()).build())
                .build();
    }

    private Node enc(String type) {
        return Node.builder("enc")
                .attr("v", "2")
                .attr("type", type)
                .bytes(bytes(ENC_BYTES))
                .build();
    }

    private Bytes bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
