// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The WhatsApp companion protocol as values and pure functions: no sockets, threads, clocks,
/// randomness or logging, which come in as arguments.
module dev.switchboard.wire {
    requires transitive com.google.protobuf;
    requires static transitive org.jspecify;

    exports dev.switchboard.wire;
    exports dev.switchboard.wire.appstate;
    exports dev.switchboard.wire.crypto;
    exports dev.switchboard.wire.frame;
    exports dev.switchboard.wire.history;
    exports dev.switchboard.wire.jid;
    exports dev.switchboard.wire.media;
    exports dev.switchboard.wire.message;
    exports dev.switchboard.wire.node;
    exports dev.switchboard.wire.noise;
    exports dev.switchboard.wire.pairing;
    exports dev.switchboard.wire.proto;
    exports dev.switchboard.wire.signal;
    exports dev.switchboard.wire.stanza;
}
