// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.PasskeyStep;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.wire.WireException;
import java.util.List;
import java.util.Optional;

/// A phone links a companion: by scanning its code, or by typing the one it shows.
final class PairingResource {

    private final SimulatedPhones phones;

    PairingResource(AdminInterface.Parts parts) {
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/admin/mock-phone/scan-qr", this::scan),
                Route.of("POST", "/admin/mock-phone/enter-code", this::enterCode),
                Route.of("POST", "/admin/mock-phone/passkey", this::passkey),
                Route.of("POST", "/admin/mock-phone/passkey/confirm", this::confirmPasskey));
    }

    private HttpResponse scan(Call call) {
        Optional<String> account = call.request().parameter("account").filter(text -> !text.isEmpty());
        String text = call.request().body().asUtf8().strip();
        if (text.isEmpty()) {
            throw AdminRefusal.malformed("the body is empty (expected: the text of the QR code)");
        }
        try {
            return phones.scanUnlessPasskey(text, account)
                    .map(PairingResource::linked)
                    .orElseGet(() -> Json.answer(202, Json.object().put("passkey", true)));
        } catch (WireException _) {
            throw AdminRefusal.malformed(
                    "the body is no QR code of a companion (expected: ref, Noise key, identity key, ADV secret, client type, with commas)");
        }
    }

    private HttpResponse passkey(Call call) {
        Body body = Body.of(call.request().body(), "account");
        PasskeyStep step = phones.beginPasskey(ChatName.parseNumber("account", body.requireText("account")));
        return Json.answer(200, Json.object().put("code", step.code()).put("handedOff", step.handedOff()));
    }

    private HttpResponse confirmPasskey(Call call) {
        Body body = Body.of(call.request().body(), "account");
        return linked(phones.confirmPasskey(ChatName.parseNumber("account", body.requireText("account"))));
    }

    private HttpResponse enterCode(Call call) {
        Body body = Body.of(call.request().body(), "account", "code");
        String account = ChatName.parseNumber("account", body.requireText("account"));
        String code = body.requireText("code");
        try {
            return linked(phones.typeCode(account, code));
        } catch (WireException _) {
            throw body.wrong("code", "8 of 123456789ABCDEFGHJKLMNPQRSTVWXYZ, with or without a dash in the middle");
        }
    }

    private static HttpResponse linked(LinkedDevice device) {
        return Json.answer(
                200,
                Json.object()
                        .put("account", device.phone())
                        .put("lid", device.lid())
                        .put("device", device.device()));
    }
}
