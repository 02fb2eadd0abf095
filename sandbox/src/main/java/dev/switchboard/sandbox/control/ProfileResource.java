// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// What phones change about themselves: the about text and the picture.
final class ProfileResource {

    private static final int LARGEST_PICTURE = 5 << 20;

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    ProfileResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(Route.of("POST", "/admin/accounts/{}/profile", this::change));
    }

    private HttpResponse change(Call call) {
        String phone = network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
        Body body = Body.of(call.request().body(), "about", "picture");
        Optional<String> about = body.text("about");
        Optional<Bytes> picture = body.text("picture")
                .map(text -> text.isEmpty()
                        ? Bytes.EMPTY
                        : picture(text, call.request().fromLoopback()));
        about.ifPresent(text -> phones.about(phone, text));
        picture.ifPresent(bytes -> phones.picture(phone, bytes));
        return HttpResponse.empty(204);
    }

    private static Bytes picture(String text, boolean paths) {
        FileSource source = FileSource.parse("picture", text, paths);
        try (InputStream in = source.origin().open()) {
            return Bytes.copyOf(in.readNBytes(LARGEST_PICTURE));
        } catch (IOException _) {
            throw AdminRefusal.malformed("picture: cannot be read");
        }
    }
}
