// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.messaging.Recipient;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the company dialect says things.
public final class CompanyWords {
    static final int TEXT_LIMIT = 4_096;

    private static final Pattern PHONE = Pattern.compile("\\d{10,15}");

    private CompanyWords() {}

    /// The linked account; texts that are empty while none is linked.
    public record User(String id, String name) {
        static User of(Session session) {
            Optional<Account> account = session.account().filter(_ -> session.linked());
            return account.map(known -> new User(
                            known.phone() + "@s.whatsapp.net", Objects.requireNonNullElse(known.name(), known.phone())))
                    .orElse(new User("", ""));
        }

        @Override
        public String toString() {
            return "User[]";
        }
    }

    public static String status(Session session) {
        return switch (session.status().state()) {
            case CREATED, CONNECTING, AWAITING_PASSKEY, PAIRING -> "connecting";
            case AWAITING_SCAN -> "qr";
            case AWAITING_CODE -> "pairing_code";
            case CONNECTED -> "connected";
            case RECONNECTING -> "reconnecting";
            case DISCONNECTED, LOGGED_OUT -> "disconnected";
            case RESTRICTED, FAILED -> "error";
        };
    }

    /// The recipient: a number of 10 to 15 digits in any form, or a group.
    static Jid recipient(@Nullable String text) {
        Optional<Jid> jid = Optional.ofNullable(text)
                .filter(value -> !value.isBlank())
                .flatMap(value -> value.endsWith("@g.us") ? Recipient.parseChat(value) : Recipient.parse(value));
        return jid.filter(value -> !value.isPn() || PHONE.matcher(value.user()).matches())
                .orElseThrow(
                        () -> CompanyError.of(ErrorClass.VALIDATION_ERROR, "phone must be a number of 10 to 15 digits")
                                .with("field", "phone")
                                .with("expected", "^\\d{10,15}$")
                                .refusal());
    }

    /// The digits of a number to be linked.
    static String phone(Optional<String> text) {
        Jid jid = recipient(text.orElse(null));
        if (!jid.isPn()) {
            throw CompanyError.of(ErrorClass.VALIDATION_ERROR, "phoneNumber must be a phone number")
                    .with("field", "phoneNumber")
                    .refusal();
        }
        return jid.user();
    }

    static String message(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > TEXT_LIMIT) {
            throw CompanyError.of(
                            ErrorClass.VALIDATION_ERROR, "message must be a text of 1 to " + TEXT_LIMIT + " characters")
                    .with("field", "message")
                    .refusal();
        }
        return text;
    }
}
