// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.WaitingCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.proto.DeviceProps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Clients that wait to be linked. The server knows that they wait, but not the secret in their QR code: who shows one
/// can say so here, and a phone can then scan it with one click.
final class WaitingResource {

    private static final int MOST_SHOWN = 500;

    private final PhoneNetwork network;
    private final SimulatedPhones phones;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    /// A code that was shown.
    ///
    /// @param label what its client is called, empty if that was not said
    private record Shown(String text, String label) {}

    WaitingResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/mock-phone/waiting", _ -> Json.answer(200, list())),
                Route.of("POST", "/admin/mock-phone/show-qr", this::show),
                Route.of("POST", "/admin/mock-phone/scan-shown", this::scan));
    }

    /// Who waits now.
    ArrayNode list() {
        Map<String, WaitingCompanion> waiting = new LinkedHashMap<>();
        network.waiting()
                .forEach(client -> waiting.put(client.companion().noise().hex(), client));
        shown.keySet().retainAll(waiting.keySet());
        ArrayNode all = Json.array();
        waiting.forEach((key, client) -> {
            ObjectNode line = all.addObject()
                    .put("key", key)
                    .put("name", describe(client.companion().deviceProps()))
                    .put("qr", shown.containsKey(key));
            Optional.ofNullable(shown.get(key))
                    .map(Shown::label)
                    .filter(label -> !label.isEmpty())
                    .ifPresent(label -> line.put("label", label));
            client.companion().pushName().ifPresent(name -> line.put("pushName", name));
            client.code().ifPresent(phone -> line.put("asksForCodeOf", phone));
        });
        return all;
    }

    /// What a client says it is.
    static String describe(Bytes deviceProps) {
        try {
            DeviceProps props = DeviceProps.parseFrom(deviceProps.toByteArray());
            String platform = props.getPlatformType().name();
            String kind = platform.charAt(0)
                    + platform.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
            boolean unknown = props.getPlatformType() == DeviceProps.PlatformType.UNKNOWN;
            if (props.getOs().isEmpty()) {
                return unknown ? "Linked device" : kind;
            }
            return unknown ? props.getOs() : kind + " on " + props.getOs();
        } catch (InvalidProtocolBufferException _) {
            return "Linked device";
        }
    }

    private HttpResponse show(Call call) {
        String text = call.request().body().asUtf8().strip();
        try {
            String key = PairingQr.parse(text).noise().raw().hex();
            if (shown.size() < MOST_SHOWN) {
                shown.put(key, new Shown(text, call.request().parameter("label").orElse("")));
            }
            return HttpResponse.empty(204);
        } catch (WireException _) {
            throw AdminRefusal.malformed("the body is no QR code of a companion");
        }
    }

    private HttpResponse scan(Call call) {
        Body body = Body.of(call.request().body(), "account", "key");
        Optional<String> account = body.text("account").map(text -> ChatName.parseNumber("account", text));
        Shown code = shown.get(body.requireText("key"));
        if (code == null) {
            throw AdminRefusal.notFound("nobody has shown a QR code of this client");
        }
        LinkedDevice device = phones.scan(code.text(), account);
        return Json.answer(
                200,
                Json.object()
                        .put("account", device.phone())
                        .put("lid", device.lid())
                        .put("device", device.device()));
    }
}
