// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.AutoBehaviour;
import dev.switchboard.sandbox.phone.AutoBehaviour.Receipts;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.AccountChange;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Accounts, their devices, and how their phones behave.
final class AccountResource {

    private static final int LONGEST_NAME = 100;

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    AccountResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/accounts", _ -> list()),
                Route.of("POST", "/admin/accounts", this::create),
                Route.of("GET", "/admin/accounts/{}", this::one),
                Route.of("POST", "/admin/accounts/{}/identity", this::changeIdentity),
                Route.of("POST", "/admin/accounts/{}/traits", this::change),
                Route.of("DELETE", "/admin/accounts/{}/nct-salt", this::removeSalt),
                Route.of("DELETE", "/admin/accounts/{}/devices/{}", this::removeDevice),
                Route.of("POST", "/admin/accounts/{}/auto", this::behave));
    }

    private HttpResponse list() {
        ArrayNode all = Json.array();
        network.accounts().forEach(account -> all.add(view(account)));
        return Json.answer(200, all);
    }

    private HttpResponse create(Call call) {
        Body body = Body.ofOptional(call.request().body(), "phone", "pushName", "about", "contacts");
        Optional<String> phone = body.text("phone").map(text -> ChatName.parseNumber("phone", text));
        Optional<String> pushName = body.text("pushName");
        if (pushName.filter(name -> name.isEmpty() || name.length() > LONGEST_NAME)
                .isPresent()) {
            throw body.wrong("pushName", "1 to " + LONGEST_NAME + " characters");
        }
        List<Body> contacts = body.has("contacts") ? body.objects("contacts", "phone", "name") : List.of();
        List<SyncAction> known =
                contacts.stream().map(contact -> contact(network, contact)).toList();
        AccountView account = phones.createAccount(phone, pushName, body.text("about"));
        phones.sayAll(account.phone(), known);
        return Json.answer(201, view(account));
    }

    /// A person in the address book of a phone.
    static SyncAction contact(PhoneNetwork network, Body body) {
        Jid person = Jid.pn(ChatName.parseNumber("phone", body.requireText("phone")));
        String name = OutgoingBody.nonEmpty(body, "name");
        int blank = name.indexOf(' ');
        return new SyncAction.Contact(
                person,
                name,
                blank < 0 ? name : name.substring(0, blank),
                network.account(person.user()).map(AccountView::lid),
                Optional.of(person));
    }

    private HttpResponse one(Call call) {
        return Json.answer(200, view(account(call)));
    }

    private HttpResponse changeIdentity(Call call) {
        Body.ofOptional(call.request().body());
        phones.changeIdentity(account(call).phone());
        return HttpResponse.empty(204);
    }

    private HttpResponse change(Call call) {
        AccountView account = account(call);
        Body body = Body.of(call.request().body(), "scenario", "addressBook", "business");
        Map<String, Boolean> scenario = body.flags("scenario");
        Set<String> known = account.privacy().scenario().keySet();
        if (!known.containsAll(scenario.keySet())) {
            throw body.wrong("scenario", String.join(", ", known));
        }
        network.change(
                account.phone(), new AccountChange(scenario, body.flag("addressBook"), body.text("business"), false));
        return Json.answer(200, view(account(call)));
    }

    private HttpResponse removeSalt(Call call) {
        phones.removeSalt(account(call).phone());
        return HttpResponse.empty(204);
    }

    private HttpResponse removeDevice(Call call) {
        AccountView account = account(call);
        int id = deviceId(call.variable(1));
        if (!phones.removeDevice(account.phone(), id)) {
            throw AdminRefusal.notFound("the account has no linked device with this id");
        }
        return HttpResponse.empty(204);
    }

    private static int deviceId(String text) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw AdminRefusal.notFound("a device id is a number from 0 to 255");
        }
        return Integer.parseInt(text);
    }

    private HttpResponse behave(Call call) {
        AccountView account = account(call);
        Body body = Body.of(call.request().body(), "receipts", "reply", "latencyMs");
        Receipts receipts =
                body.word("receipts", Receipts.class, Set.of(Receipts.values())).orElse(Receipts.NONE);
        Optional<String> reply = body.text("reply").filter(text -> !text.isEmpty());
        Duration latency = Duration.ofMillis(body.integer("latencyMs", 0).orElse(0));
        phones.behave(account.phone(), new AutoBehaviour(receipts, reply, latency));
        return HttpResponse.empty(204);
    }

    private AccountView account(Call call) {
        return network.account(call.variable(0)).orElseThrow(UnknownAccount::new);
    }

    private static ObjectNode view(AccountView account) {
        ObjectNode json = Json.object()
                .put("phone", account.phone())
                .put("lid", account.lid().user())
                .put("pushName", account.pushName())
                .put("online", account.online());
        ObjectNode scenario = json.putObject("scenario");
        account.privacy().scenario().forEach(scenario::put);
        json.put("addressBook", account.privacy().addressBook());
        if (!account.privacy().business().isEmpty()) {
            json.put("business", account.privacy().business());
        }
        ArrayNode devices = json.putArray("devices");
        for (DeviceView device : account.devices()) {
            if (!device.primary()) {
                devices.addObject()
                        .put("id", device.id())
                        .put("online", device.online())
                        .put("queued", device.queued());
            }
        }
        return json;
    }
}
