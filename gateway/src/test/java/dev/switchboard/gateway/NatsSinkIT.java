// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.broker.Broker;
import dev.switchboard.gateway.broker.NatsBroker;
import dev.switchboard.testkit.RequiresProgram;
import java.nio.file.Path;

@RequiresProgram("nats-server")
class NatsSinkIT extends SinkContract {
    @Override
    Broker broker(Path place) {
        return new NatsBroker(place);
    }
}
