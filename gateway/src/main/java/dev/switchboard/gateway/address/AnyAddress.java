// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.address;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads addresses in any form that people and other systems use.
public final class AnyAddress {
    /// The forms, for people.
    public static final String FORMS =
            "a phone number of 7 to 15 digits with country code (15550100002, +1 555 010 0002, 15550100002@c.us,"
                    + " 15550100002@s.whatsapp.net) or a hidden id (...@lid)";

    private static final Pattern DIGITS = Pattern.compile("[1-9]\\d{6,14}");
    private static final Pattern LID = Pattern.compile("[1-9]\\d{0,19}");
    private static final Pattern OPEN_CHAT = Pattern.compile("\\d{10,20}(-\\d{1,20})?@(g\\.us|newsletter)");
    private static final Pattern ORNAMENT = Pattern.compile("[\\s().\\-]");
    private static final int MAX_LENGTH = 64;

    private AnyAddress() {}

    /// The address; empty if the text is none.
    public static Optional<Jid> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int at = trimmed.indexOf('@');
        if (at < 0) {
            return number(trimmed);
        }
        String user = trimmed.substring(0, at);
        return switch (trimmed.substring(at + 1)) {
            case "c.us", "s.whatsapp.net" -> number(user);
            case "lid" -> LID.matcher(user).matches() ? Optional.of(Jid.lid(user)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The address of a chat that may already exist: also groups and lists.
    public static Optional<Jid> parseChat(String text) {
        Optional<Jid> person = parse(text);
        if (person.isPresent() || !text.contains("@") || text.length() > 2 * MAX_LENGTH) {
            return person;
        }
        try {
            return Optional.of(Jid.parse(text.strip()).bare());
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    /// The address of a chat that messages can be sent to: a person, a group or a channel.
    public static Optional<Jid> parseSendable(String text) {
        return parse(text)
                .or(() -> parseChat(text)
                        .filter(jid -> OPEN_CHAT.matcher(jid.toString()).matches()));
    }

    /// A chat that a request names.
    ///
    /// @throws Refusal if it is no address
    public static Jid chat(String text) {
        return parseChat(text)
                .orElseThrow(() -> refused("The chat is not an address.", FORMS + ", or the jid of a chat"));
    }

    /// A person whom a request names.
    ///
    /// @throws Refusal if it is no person's address
    public static Jid person(String text) {
        return parse(text).orElseThrow(() -> refused("This is no address of a person.", FORMS));
    }

    /// A group that a request names.
    ///
    /// @throws Refusal if it is no group's address
    public static Jid group(String text) {
        String full = text.contains("@") ? text : text + "@g.us";
        return parseChat(full)
                .filter(Jid::isGroup)
                .orElseThrow(() -> refused("This is no address of a group.", "...@g.us"));
    }

    /// A channel that a request names.
    ///
    /// @throws Refusal if it is no channel's address
    public static Jid channel(String text) {
        String full = text.contains("@") ? text : text + "@newsletter";
        return parseChat(full)
                .filter(Jid::isNewsletter)
                .orElseThrow(() -> refused("This is no address of a channel.", "...@newsletter"));
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_RECIPIENT, detail)
                .withAccepted(accepted)
                .refusal();
    }

    private static Optional<Jid> number(String text) {
        String digits = ORNAMENT.matcher(text).replaceAll("");
        if (digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        return DIGITS.matcher(digits).matches() ? Optional.of(Jid.pn(digits)) : Optional.empty();
    }
}
