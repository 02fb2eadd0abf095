// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.primary.PrivacyView;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The tokens by which a phone may write to those who keep strangers out, and those it gives. Lives on the phone's
/// lane.
final class PrivacyTokens {

    private static final String HELD = "token/";
    private static final String GIVEN = "token-given/";
    private static final int VERSION = 1;
    private static final long BUCKET_SECONDS = 604_800;
    private static final int BUCKETS = 4;

    private final PhoneContext phone;
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, Long> given = new HashMap<>();

    private record Held(Bytes token, long t) {}

    PrivacyTokens(PhoneContext phone) {
        this.phone = phone;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, value) -> {
            if (key.startsWith(HELD)) {
                RecordReader in = new RecordReader(value, VERSION);
                held.put(key.substring(HELD.length()), new Held(in.bytes(), in.number()));
            } else if (key.startsWith(GIVEN)) {
                given.put(key.substring(GIVEN.length()), new RecordReader(value, VERSION).number());
            }
        });
    }

    /// Somebody has made the phone a trusted contact.
    void take(Node notification) {
        Optional<Person> giver = notification.jid("from").flatMap(phone.people()::find);
        for (Node token : notification.requireChild("tokens").children("token")) {
            giver.ifPresent(person -> {
                Held taken = new Held(token.contentBytes(), token.number("t").orElse(0));
                held.put(person.pn().user(), taken);
                phone.turn()
                        .put(
                                HELD + person.pn().user(),
                                new RecordWriter(VERSION)
                                        .bytes(taken.token)
                                        .number(taken.t)
                                        .done());
            });
        }
    }

    /// What a message to a person carries: the token it gave, else one made from the own salt.
    Optional<Node> forMessageTo(Person recipient) {
        if (phone.isSelf(recipient.pn())) {
            return Optional.empty();
        }
        Held token = held.get(recipient.pn().user());
        if (token != null && bucket(now()) - bucket(token.t) < BUCKETS) {
            return Optional.of(Node.of("tctoken", token.token));
        }
        PrivacyView own = own();
        if (!own.sendsSalted() || own.nctSalt().isEmpty()) {
            return Optional.empty();
        }
        byte[] address = recipient.lid().bare().toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(
                Node.of("cstoken", Bytes.copyOf(Hmac.sha256(own.nctSalt().toByteArray(), address))));
    }

    /// Makes a person that was written to a trusted contact, if the phone keeps strangers out.
    void giveTo(Person recipient) {
        String number = recipient.pn().user();
        Long last = given.get(number);
        boolean current = last != null && bucket(last) == bucket(now());
        if (current || phone.isSelf(recipient.pn()) || !own().restricted()) {
            return;
        }
        given.put(number, now());
        phone.turn().put(GIVEN + number, new RecordWriter(VERSION).number(now()).done());
        Node token = Node.builder("token")
                .attr("jid", recipient.lid().bare())
                .attr("t", now())
                .attr("type", "trusted_contact")
                .build();
        phone.turn()
                .send(Iq.set(phone.newMessageId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of("tokens", token))
                        .build());
    }

    private PrivacyView own() {
        return phone.network()
                .account(phone.number())
                .map(account -> account.privacy())
                .orElse(PrivacyView.NONE);
    }

    private long now() {
        return phone.now() / 1000;
    }

    private static long bucket(long seconds) {
        return Math.floorDiv(seconds, BUCKET_SECONDS);
    }
}
