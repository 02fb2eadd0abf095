// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Keeps automations from answering what no person wrote to them: this account itself, echoes of another machine, lists
/// and channels, and messages that come out of the past.
final class Guard {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TOO_LATE = Duration.ofHours(24);
    private static final Duration SAME = Duration.ofMinutes(10);
    /// As often a person does not write the very same.
    private static final int SAME_LIMIT = 8;

    private static final int SHORT = 10;

    private Guard() {}

    /// Why a message is not answered; empty if it may be.
    static Optional<String> against(ReadTx tx, Scene scene, Instant now) {
        Scene.Incoming message = scene.message().orElseThrow();
        if (!scene.group() && !scene.chat().isPn() && !scene.chat().isLid()) {
            return Optional.of("not_a_chat");
        }
        if (own(scene.session(), scene)) {
            return Optional.of("own_account");
        }
        if (message.at().plus(TOO_LATE).isBefore(now)) {
            return Optional.of("too_late");
        }
        if (scene.assignment().handed()) {
            return Optional.of("handed_to_a_person");
        }
        RunStore.Place place =
                Scenes.place(tx, scene.session().key().ref(), new Scenes.Who(scene.chat(), scene.person()));
        String said = normal(message.text());
        if (said.length() >= SHORT && echo(tx, place, said, now)) {
            return Optional.of("echo");
        }
        return said.isEmpty() || repeated(tx, place, message.text(), now) < SAME_LIMIT
                ? Optional.empty()
                : Optional.of("repetition");
    }

    private static boolean own(Session session, Scene scene) {
        String person = scene.person().bare().toString();
        return session.account()
                .filter(account -> Jid.parse(account.jid()).bare().toString().equals(person)
                        || (account.lid() != null
                                && Jid.parse(account.lid()).bare().toString().equals(person)))
                .isPresent();
    }

    /// Whether the text is one that automations sent in this chat within the last hour.
    private static boolean echo(ReadTx tx, RunStore.Place place, String said, Instant now) {
        List<String> ids = RunStore.sentIds(tx, place, now.minus(HOUR));
        return ids.stream()
                .map(id -> tx.one(
                        "SELECT text FROM message WHERE session_ref = ? AND id = ? AND from_me = 1",
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        place.session(),
                        id))
                .anyMatch(text -> text.flatMap(one -> one)
                        .filter(own -> normal(own).equals(said))
                        .isPresent());
    }

    private static long repeated(ReadTx tx, RunStore.Place place, String text, Instant now) {
        return tx.number(
                "SELECT count(*) FROM message WHERE session_ref = ? AND chat = ? AND at > ? AND from_me = 0 AND text = ?",
                place.session(),
                place.chat().toString(),
                now.minus(SAME),
                text);
    }

    private static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
