// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.fault.Fault;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/// Faults: list, set, clear.
final class FaultResource {

    private final Faults faults;

    FaultResource(Faults faults) {
        this.faults = faults;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/faults", _ -> list()),
                Route.of("POST", "/admin/faults", this::set),
                Route.of("DELETE", "/admin/faults/{}", this::clear));
    }

    private HttpResponse list() {
        ArrayNode all = Json.array();
        faults.all().forEach(fault -> all.add(view(fault)));
        return Json.answer(200, all);
    }

    private HttpResponse set(Call call) {
        return Json.answer(201, view(faults.set(definition(call.request().body()))));
    }

    private HttpResponse clear(Call call) {
        if (!faults.clear(call.variable(0))) {
            throw AdminRefusal.notFound("there is no fault with this id");
        }
        return HttpResponse.empty(204);
    }

    /// Reads what a caller asks for.
    static FaultDefinition definition(Bytes json) {
        Body body = Body.of(json, "fault", "account", "device", "chat", "count", "probability", "params");
        FaultKind kind = FaultKind.named(body.requireText("fault")).orElseThrow(() -> body.wrong("fault", kinds()));
        FaultTarget target = new FaultTarget(
                body.text("account")
                        .map(text -> ChatName.parseNumber("account", text))
                        .orElse(null),
                body.integer("device", 0).orElse(null),
                body.text("chat")
                        .map(text -> ChatName.print(ChatName.parse("chat", text)))
                        .orElse(null));
        FaultDefinition definition = new FaultDefinition(
                kind,
                target,
                body.integer("count", 1).orElse(null),
                body.fraction("probability").orElse(null),
                body.scalars("params"));
        definition.complaint().ifPresent(complaint -> {
            throw AdminRefusal.malformed(complaint);
        });
        return definition;
    }

    private static String kinds() {
        return String.join(
                ", ", Arrays.stream(FaultKind.values()).map(FaultKind::key).toList());
    }

    private static ObjectNode view(Fault fault) {
        FaultDefinition definition = fault.definition();
        ObjectNode json = Json.object()
                .put("id", fault.id())
                .put("fault", definition.kind().key());
        FaultTarget target = definition.target();
        if (target.account() != null) {
            json.put("account", target.account());
        }
        if (target.device() != null) {
            json.put("device", target.device());
        }
        if (target.chat() != null) {
            json.put("chat", target.chat());
        }
        if (definition.count() != null) {
            json.put("count", definition.count());
        }
        if (definition.probability() != null) {
            json.put("probability", definition.probability());
        }
        ObjectNode params = json.putObject("params");
        definition.params().forEach(params::put);
        return json.put("struck", fault.struck());
    }
}
