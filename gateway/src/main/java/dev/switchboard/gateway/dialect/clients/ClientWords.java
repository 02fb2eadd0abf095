// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// How the clients dialect says things: states, addresses, the linked account.
final class ClientWords {
    /// What is accepted as a recipient, for people.
    static final String FORMS = "[country code][number]@c.us (14155551234@c.us) for a person, [id]@g.us for a group;"
            + " also the digits alone, with or without +, and @s.whatsapp.net";

    private static final Pattern PERSON = Pattern.compile("\\+?([1-9]\\d{6,14})(?:@(?:c\\.us|s\\.whatsapp\\.net))?");
    private static final Pattern GROUP = Pattern.compile("(\\d{5,30}(?:-\\d{5,20})?)@g\\.us");
    private static final Pattern HIDDEN = Pattern.compile("([1-9]\\d{0,19})@lid");

    private ClientWords() {}

    /// The linked account; all fields are texts, and empty while none is linked.
    record Info(String pushname, String phone, String platform) {
        static Info of(Session session) {
            Optional<Account> account = session.account().filter(_ -> session.linked());
            return account.map(known -> new Info(
                            Objects.requireNonNullElse(known.name(), known.phone()),
                            known.phone(),
                            Objects.requireNonNullElse(known.platform(), "")))
                    .orElse(new Info("", "", ""));
        }

        @Override
        public String toString() {
            return "Info[]";
        }
    }

    static String status(Session session) {
        return switch (session.status().state()) {
            case CREATED, CONNECTING, PAIRING -> "initializing";
            case AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY -> "waiting_for_qr";
            case CONNECTED -> "connected";
            case RECONNECTING, DISCONNECTED, LOGGED_OUT -> "disconnected";
            case RESTRICTED, FAILED -> "error";
        };
    }

    /// The recipient; numbers with spaces and brackets are refused here, as documented.
    static Optional<Jid> recipient(String text) {
        var person = PERSON.matcher(text);
        if (person.matches()) {
            return Optional.of(Jid.pn(person.group(1)));
        }
        var group = GROUP.matcher(text);
        if (group.matches()) {
            return Optional.of(Jid.group(group.group(1)));
        }
        var hidden = HIDDEN.matcher(text);
        return hidden.matches() ? Optional.of(Jid.lid(hidden.group(1))) : Optional.empty();
    }

    static String address(Jid jid) {
        return jid.isPn() ? jid.user() + "@c.us" : jid.bare().toString();
    }

    static String address(Address address) {
        return address.phone() == null ? address.jid() : address.phone() + "@c.us";
    }
}
