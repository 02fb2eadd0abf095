// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// A simulated WhatsApp network on one port: chat server, key directory, phones, faults and the interface that drives
/// them.
module dev.switchboard.sandbox {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires transitive dev.switchboard.wire;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.slf4j;

    exports dev.switchboard.sandbox;
    exports dev.switchboard.sandbox.fault;
    exports dev.switchboard.sandbox.http;
    exports dev.switchboard.sandbox.phone;
    exports dev.switchboard.sandbox.primary;
    exports dev.switchboard.sandbox.watch;
}
