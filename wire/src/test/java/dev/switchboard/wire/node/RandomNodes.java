// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;
import java.util.ArrayList;
import java.util.List;

/// Makes nodes that use every form of value and content.
final class RandomNodes {

    private static final List<String> WORDS =
            List.of("iq", "message", "read-self", "x1y", "0", "participant", "1724", "é😀", "a b", "3eb0c767", "");

    private final SeededRandom random;

    RandomNodes(long seed) {
        this.random = new SeededRandom(seed);
    }

    Node next() {
        return node(4);
    }

    private Node node(int depth) {
        NodeBuilder builder = Node.builder(name());
        int attributes = random.nextInt(5);
        for (int i = 0; i < attributes; i++) {
            if (random.nextBoolean()) {
                builder.attr(name(), jid());
            } else {
                builder.attr(name(), text());
            }
        }
        switch (random.nextInt(depth > 0 ? 4 : 3)) {
            case 0 -> builder.bytes(random.bytes(random.nextInt(10) == 0 ? 70_000 : random.nextInt(600)));
            case 1 -> {}
            case 2 -> builder.content(new Content.Text(packedDigits()));
            default -> {
                List<Node> children = new ArrayList<>();
                int count = random.nextInt(40) == 0 ? 300 : random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    children.add(node(count > 10 ? 0 : depth - 1));
                }
                builder.children(children);
            }
        }
        return builder.build();
    }

    private String name() {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return word.isEmpty() ? "n" + random.nextInt(50) : word;
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> WORDS.get(random.nextInt(WORDS.size()));
            case 1 -> packedDigits();
            case 2 -> Bytes.of(random.bytes(random.nextInt(64))).hex().toUpperCase(java.util.Locale.ROOT);
            default -> "z".repeat(random.nextInt(400));
        };
    }

    private String packedDigits() {
        StringBuilder digits = new StringBuilder("-");
        int length = random.nextInt(127);
        for (int i = 0; i < length; i++) {
            digits.append("0123456789-.".charAt(random.nextInt(12)));
        }
        return digits.toString();
    }

    private Jid jid() {
        JidServer[] servers = JidServer.values();
        JidServer server = servers[random.nextInt(servers.length)];
        if (random.nextInt(10) == 0) {
            return Jid.of("", server);
        }
        String user = Long.toString(15_550_000_000L + random.nextInt(1_000_000));
        int device = server.maxDevice() == 0 || random.nextBoolean() ? 0 : random.nextInt(server.maxDevice() + 1);
        return new Jid(user, server, device, server == JidServer.INTEROP ? random.nextInt(0x10000) : 0);
    }
}
