// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.CallStep;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Calls that phones make, take, turn down and end.
final class CallResource {

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    CallResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(Route.of("POST", "/admin/accounts/{}/calls", this::step));
    }

    private HttpResponse step(Call call) {
        String phone = network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
        Body body = Body.of(call.request().body(), "to", "action", "video", "callId", "creator");
        Jid to = ChatName.parse("to", body.requireText("to"));
        CallStep.Action action = body.word("action", CallStep.Action.class, Set.of(CallStep.Action.values()))
                .orElse(CallStep.Action.OFFER);
        Optional<String> callId = body.text("callId");
        if (callId.isEmpty() && action != CallStep.Action.OFFER) {
            throw body.wrong("callId", "the id of a call");
        }
        Optional<Jid> creator = body.text("creator").map(text -> ChatName.parse("creator", text));
        String id =
                phones.call(phone, new CallStep(to, action, body.flag("video").orElse(false), callId, creator));
        return Json.answer(200, Json.object().put("callId", id));
    }
}
