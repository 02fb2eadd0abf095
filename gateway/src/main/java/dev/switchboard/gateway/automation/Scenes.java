// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.hours.BusinessHours;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfile;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Looks up whom an automation has to do with, and what its variables are at the beginning.
final class Scenes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Surroundings around;

    Scenes(Surroundings around) {
        this.around = around;
    }

    /// Whom it is about: a chat and a person of it.
    record Who(Jid chat, Jid person) {
        static Who of(Jid person) {
            return new Who(person, person);
        }
    }

    /// The place of a person in a chat, under both addresses that it may have been kept under.
    static RunStore.Place place(ReadTx tx, long session, Who who) {
        Jid chat = AddressBook.canonical(tx, session, who.chat());
        Jid person = AddressBook.canonical(tx, session, who.person());
        return new RunStore.Place(session, chat, other(tx, session, chat), person, other(tx, session, person));
    }

    private static Jid other(ReadTx tx, long session, Jid jid) {
        return jid.isPn() ? AddressBook.lidOf(tx, session, jid).orElse(jid) : jid;
    }

    Scene scene(ReadTx tx, Session session, Who who, Optional<Scene.Incoming> message, Instant now) {
        TenantId tenant = session.key().tenant();
        long ref = session.key().ref();
        RunStore.Place place = place(tx, ref, who);
        Contacts.Known known = around.contacts().known(tx, tenant, List.of(place.person(), place.otherPerson()));
        Scene.Contact contact = new Scene.Contact(
                known.name().or(() -> name(tx, place)).orElse(null),
                place.person().isPn() ? place.person().user() : null,
                known.language(),
                known.tags());
        return new Scene(
                session,
                place.chat(),
                place.person(),
                contact,
                around.assignments().of(tx, ref, place.chat()),
                now,
                zone(tenant),
                around.hours().said(tx, tenant).orElse(BusinessHours.STANDARD),
                around.profiles().of(session).workingHours().filter(hours -> !hours.isBlank()),
                message);
    }

    ZoneId zone(TenantId tenant) {
        return around.tenants().zone(tenant);
    }

    private static Optional<String> name(ReadTx tx, RunStore.Place place) {
        return tx.one(
                        "SELECT name FROM chat WHERE session_ref = ? AND jid IN (?, ?) AND name IS NOT NULL",
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        place.session(),
                        place.person().toString(),
                        place.otherPerson().toString())
                .flatMap(name -> name);
    }

    /// The variables that are there by themselves.
    ObjectNode variables(Scene scene, JsonNode settings, String from, @Nullable JsonNode data) {
        ObjectNode root = JSON.createObjectNode();
        SessionProfile profile = around.profiles().of(scene.session());
        Scene.Contact contact = scene.contact();
        String called = data == null ? "" : data.path("name").asString("");
        String name = called.isEmpty() && contact.name() != null ? contact.name() : called;
        ObjectNode person = root.putObject("contact");
        person.put("name", name);
        person.put("phone", contact.phone() == null ? "" : contact.phone());
        person.put("jid", scene.person().toString());
        person.put("language", contact.language() == null ? "" : contact.language());
        contact.tags().stream().sorted().forEach(person.putArray("tags")::add);
        root.put("name", name);
        root.put("phone", person.path("phone").asString(""));
        root.put("business", profile.business().orElse(scene.session().label()));
        root.put("now", scene.at().toString());
        root.put("today", scene.local().toLocalDate().toString());
        ObjectNode session = root.putObject("session");
        session.put("id", scene.session().key().id());
        session.put("greeting", profile.greeting().orElse(""));
        session.put("hours", scene.sessionHours().orElse(""));
        root.set("settings", settings);
        scene.message().ifPresent(message -> message(root, message));
        if (data != null) {
            root.set(from, data);
        }
        return root;
    }

    /// Makes a message the one that variables tell of.
    static void message(ObjectNode root, Scene.Incoming message) {
        ObjectNode node = root.putObject("message");
        node.put("id", message.id());
        node.put("type", message.type());
        node.put("text", message.text());
        node.put("at", message.at().toString());
        if (message.choice() != null) {
            node.put("choice", message.choice());
        }
    }
}
