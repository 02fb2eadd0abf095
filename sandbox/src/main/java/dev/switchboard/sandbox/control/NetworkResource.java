// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.sandbox.primary.NetworkStats;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.NodeText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The network as a whole: what to trust, connections, the stanza log, counters, a new start.
final class NetworkResource {

    private final AdminInterface.Parts parts;
    private final AdminInterface.Trust trust;

    NetworkResource(AdminInterface.Parts parts, AdminInterface.Trust trust) {
        this.parts = parts;
        this.trust = trust;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/ca.pem", _ -> pem()),
                Route.of(
                        "GET",
                        "/admin/noise-root",
                        _ -> HttpResponse.text(200, trust.noiseRoot().hex())),
                Route.of("POST", "/admin/devices/drop", this::drop),
                Route.of("GET", "/admin/stanzas", this::stanzas),
                Route.of("GET", "/admin/stats", _ -> stats()),
                Route.of("POST", "/admin/reset", this::reset));
    }

    private HttpResponse pem() {
        return new HttpResponse(200, "application/x-pem-file", Bytes.utf8(trust.caPem()));
    }

    private HttpResponse drop(Call call) {
        Body body = Body.of(call.request().body(), "account", "device", "how");
        Optional<String> account = body.text("account").map(text -> ChatName.parseNumber("account", text));
        Optional<Integer> device = body.integer("device", 0);
        DropKind how = body.word("how", DropKind.class, Set.of(DropKind.values()))
                .orElseThrow(() -> body.wrong("how", "close, reset, stall"));
        if (account.isPresent()) {
            var view = parts.network().account(account.get()).orElseThrow(UnknownAccount::new);
            if (device.isPresent() && view.devices().stream().noneMatch(d -> d.id() == device.get())) {
                throw AdminRefusal.notFound("the account has no device with this id");
            }
        }
        int dropped = parts.network().dropConnections(account, device, how);
        return Json.answer(200, Json.object().put("dropped", dropped));
    }

    private HttpResponse stanzas(Call call) {
        Optional<String> account =
                call.request().parameter("account").map(text -> ChatName.parseNumber("account", text));
        if (account.isPresent() && parts.network().account(account.get()).isEmpty()) {
            throw new UnknownAccount();
        }
        ArrayNode lines = Json.array();
        parts.recorder().latest(account, Query.limit(call.request())).forEach(stanza -> lines.add(view(stanza)));
        return Json.answer(200, lines);
    }

    private static ObjectNode view(LoggedStanza stanza) {
        ObjectNode json = Json.object().put("t", stanza.at().toEpochMilli());
        if (stanza.account().isEmpty()) {
            json.putNull("account");
        } else {
            json.put("account", stanza.account());
        }
        if (stanza.device() < 0) {
            json.putNull("device");
        } else {
            json.put("device", stanza.device());
        }
        json.put("direction", stanza.direction().name().toLowerCase(Locale.ROOT))
                .put("xml", NodeText.print(stanza.stanza()));
        stanza.rule().ifPresent(rule -> json.put("rule", rule));
        return json;
    }

    private HttpResponse stats() {
        NetworkStats stats = parts.network().stats();
        return Json.answer(
                200,
                Json.object()
                        .put("connections", stats.connections())
                        .put("stanzasIn", stats.stanzasIn())
                        .put("stanzasOut", stats.stanzasOut())
                        .put("messages", stats.messages())
                        .put("queued", stats.queued())
                        .put("rulesBroken", parts.recorder().rulesBroken()));
    }

    private HttpResponse reset(Call call) {
        Body.ofOptional(call.request().body());
        parts.network().reset();
        parts.faults().clearAll();
        parts.recorder().clear();
        return HttpResponse.empty(204);
    }
}
