// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.testclient;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.wire.Bytes;
import java.net.URI;
import java.util.Optional;

/// A sandbox, in this process or in another.
public interface Site {

    /// Where clients connect.
    URI chatUri();

    /// Its CA.
    String caPem();

    /// Its Noise root.
    Bytes noiseRoot();

    /// Lets the phone of an account scan a code, and waits until the device is linked.
    LinkedDevice scan(String qr, String phone);

    /// A sandbox in this process.
    static Site of(Sandbox sandbox) {
        return new Site() {
            @Override
            public URI chatUri() {
                return sandbox.chatUri();
            }

            @Override
            public String caPem() {
                return sandbox.caPem();
            }

            @Override
            public Bytes noiseRoot() {
                return sandbox.noiseRoot();
            }

            @Override
            public LinkedDevice scan(String qr, String phone) {
                return sandbox.phones().scan(qr, Optional.of(phone));
            }
        };
    }
}
