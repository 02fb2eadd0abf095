// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.PhoneGroups;
import dev.switchboard.sandbox.phone.PhoneGroups.Change;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.jid.Jid;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The groups of phones.
final class GroupResource {

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    GroupResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/accounts/{}/groups", this::list),
                Route.of("POST", "/admin/accounts/{}/groups", this::create),
                Route.of("POST", "/admin/accounts/{}/groups/{}", this::change));
    }

    private HttpResponse list(Call call) {
        ArrayNode all = Json.array();
        phones.groups().list(phone(call)).forEach(group -> all.add(view(group)));
        return Json.answer(200, all);
    }

    private static ObjectNode view(PhoneGroups.View group) {
        ObjectNode json = Json.object()
                .put("jid", group.jid().toString())
                .put("subject", group.subject())
                .put("community", group.community());
        ArrayNode members = json.putArray("participants");
        group.members()
                .forEach(member -> members.addObject()
                        .put("phone", ChatName.print(member.phone()))
                        .put("admin", member.admin()));
        return json;
    }

    private HttpResponse create(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), "subject", "participants");
        String subject = subject(body).orElseThrow(() -> body.wrong("subject", "1 to 100 characters"));
        body.requireTexts("participants");
        List<Jid> people = people(body, "participants");
        return Json.answer(
                200,
                Json.object()
                        .put(
                                "jid",
                                phones.groups().create(phone, subject, people).toString()));
    }

    private static Optional<String> subject(Body body) {
        Optional<String> subject = body.text("subject");
        if (subject.filter(text -> text.isBlank() || text.codePointCount(0, text.length()) > 100)
                .isPresent()) {
            throw body.wrong("subject", "1 to 100 characters");
        }
        return subject;
    }

    /// Accounts that exist, all of them.
    private List<Jid> people(Body body, String name) {
        List<String> named = body.has(name) ? body.requireTexts(name) : List.of();
        List<Jid> people =
                named.stream().map(text -> ChatName.parse(name, text)).toList();
        for (Jid person : people) {
            if (!person.isUser()) {
                throw body.wrong(name, "people");
            }
            if (person.isPn() && network.account(person.user()).isEmpty()) {
                throw new UnknownAccount();
            }
        }
        return people;
    }

    private HttpResponse change(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), "add", "remove", "promote", "demote", "subject", "leave");
        Jid group = group(call.variable(1));
        Optional<String> subject = subject(body);
        Map<Change, List<Jid>> people = new EnumMap<>(Change.class);
        for (Change change : Change.values()) {
            people.put(change, people(body, change.name().toLowerCase(Locale.ROOT)));
        }
        boolean leave = body.flag("leave").orElse(false);
        PhoneGroups groups = phones.groups();
        people.forEach((change, named) -> {
            if (!named.isEmpty()) {
                groups.change(phone, group, change, named);
            }
        });
        subject.ifPresent(text -> groups.rename(phone, group, text));
        if (leave) {
            groups.leave(phone, group);
        }
        return HttpResponse.empty(204);
    }

    private static Jid group(String text) {
        Jid jid = text.contains("@") ? ChatName.parse("group", text) : Jid.group(text);
        if (!jid.isGroup()) {
            throw AdminRefusal.notFound("a group's address ends in @g.us");
        }
        return jid;
    }

    private String phone(Call call) {
        return network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
    }
}
