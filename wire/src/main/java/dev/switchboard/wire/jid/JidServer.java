// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.jid;

import java.util.Optional;

/// The part of an address after the "@": what kind of thing it names.
public enum JidServer {
    /// A user known by phone number.
    PN("s.whatsapp.net"),
    /// A user known by hidden id.
    LID("lid"),
    /// A group.
    GROUP("g.us"),
    /// The status list or a broadcast list.
    BROADCAST("broadcast"),
    /// A channel.
    NEWSLETTER("newsletter"),
    /// A phone-number user whose device is hosted by Meta.
    HOSTED("hosted"),
    /// A hidden-id user whose device is hosted by Meta.
    HOSTED_LID("hosted.lid"),
    /// Meta AI and other bots.
    BOT("bot"),
    /// A call or a call link.
    CALL("call"),
    /// The old spelling of [#PN], still used for a few service accounts.
    LEGACY("c.us"),
    /// A Messenger user.
    MSGR("msgr"),
    /// A user of a third-party service.
    INTEROP("interop");

    private static final JidServer[] ALL = values();

    private final String domain;

    JidServer(String domain) {
        this.domain = domain;
    }

    /// The text after the "@".
    public String domain() {
        return domain;
    }

    /// The server of that name, if it is a known one.
    public static Optional<JidServer> of(String domain) {
        for (JidServer server : ALL) {
            if (server.domain.equals(domain)) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }

    /// The server under which a user of this one is known as a chat: hosted and old spellings fold into
    /// [#PN] and [#LID], every other server is its own.
    public JidServer family() {
        return switch (this) {
            case PN, HOSTED, LEGACY -> PN;
            case LID, HOSTED_LID -> LID;
            case GROUP, BROADCAST, NEWSLETTER, BOT, CALL, MSGR, INTEROP -> this;
        };
    }

    /// The largest device number an address of this server can carry; 0 if it names no devices.
    public int maxDevice() {
        return switch (this) {
            case PN, LID, HOSTED, HOSTED_LID -> 0xFF;
            case MSGR, INTEROP -> 0xFFFF;
            case GROUP, BROADCAST, NEWSLETTER, BOT, CALL, LEGACY -> 0;
        };
    }
}
