// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.contact.Contacts;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;

/// Looks for what may keep a message from arriving.
final class Diagnosis {
    private static final String NOTHING = "Nothing needs to be done.";

    private final Sending sending;
    private final Contacts contacts;

    Diagnosis(Sending sending, Contacts contacts) {
        this.sending = sending;
        this.contacts = contacts;
    }

    /// One thing that was looked at.
    record Check(String name, boolean ok, String detail, String advice) {}

    record Finding(boolean healthy, List<Check> checks) {
        static Finding of(Check... checks) {
            return new Finding(List.of(checks).stream().allMatch(Check::ok), List.of(checks));
        }
    }

    Finding of(Session session, Optional<String> phone) {
        Optional<Jid> jid = phone.flatMap(Diagnosis::number);
        return Finding.of(session(session), number(phone, jid), limits(session), recipient(session, jid));
    }

    private static Check session(Session session) {
        return session.status().state() == LinkState.CONNECTED
                ? new Check("session", true, "The session is connected.", NOTHING)
                : new Check(
                        "session",
                        false,
                        "The session is " + session.status().state().text() + " ("
                                + session.status().cause() + ").",
                        session.status().advice());
    }

    private static Optional<Jid> number(String phone) {
        try {
            return Optional.of(CompanyWords.recipient(phone));
        } catch (CompanyRefusal _) {
            return Optional.empty();
        }
    }

    private static Check number(Optional<String> phone, Optional<Jid> jid) {
        if (jid.isPresent()) {
            return new Check("number", true, "The number has the right form.", NOTHING);
        }
        return new Check(
                "number",
                false,
                phone.isPresent() ? "The number has another form." : "No number was given.",
                "Give phone as 10 to 15 digits, with the country code and without a leading zero.");
    }

    private Check limits(Session session) {
        return sending.blocked(session)
                .map(blocked -> new Check(
                        "limits",
                        false,
                        "The limit on " + blocked.words() + " is reached; " + sending.waiting(session)
                                + " messages wait.",
                        "Wait " + Math.max(1, blocked.retryAfter().toSeconds()) + " seconds."))
                .orElseGet(() -> new Check(
                        "limits",
                        true,
                        "There is room in the limits; " + sending.waiting(session) + " messages wait.",
                        NOTHING));
    }

    private Check recipient(Session session, Optional<Jid> jid) {
        if (jid.isEmpty() || !jid.get().isPn()) {
            return new Check(
                    "recipient", false, "Without a number the recipient cannot be looked up.", "Give the number.");
        }
        if (session.status().state() != LinkState.CONNECTED) {
            return new Check(
                    "recipient",
                    false,
                    "Without a connection the recipient cannot be looked up.",
                    "Link and connect the session first.");
        }
        try {
            return contacts.check(session, List.of(jid.get().user())).stream()
                            .anyMatch(Contacts.NumberCheck::registered)
                    ? new Check("recipient", true, "The number is on WhatsApp.", NOTHING)
                    : new Check(
                            "recipient",
                            false,
                            "The number is not on WhatsApp.",
                            "Check the number and its country code with the recipient.");
        } catch (Refusal _) {
            return new Check(
                    "recipient",
                    false,
                    "The network did not say whether the number is on WhatsApp.",
                    "Try again in a moment.");
        }
    }
}
