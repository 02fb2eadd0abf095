// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// One companion device: connect, link, resume, send, receive.
module dev.switchboard.client {
    requires transitive dev.switchboard.wire;
    requires static transitive org.jspecify;
    requires java.net.http;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires org.slf4j;

    exports dev.switchboard.client;
    exports dev.switchboard.client.event;
    exports dev.switchboard.client.group;
    exports dev.switchboard.client.link;
    exports dev.switchboard.client.media;
    exports dev.switchboard.client.message;
    exports dev.switchboard.client.network;
    exports dev.switchboard.client.newsletter;
    exports dev.switchboard.client.person;
    exports dev.switchboard.client.store;
}
