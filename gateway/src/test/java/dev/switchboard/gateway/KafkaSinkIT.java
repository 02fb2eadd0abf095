// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.broker.Broker;
import dev.switchboard.gateway.broker.KafkaBroker;
import java.nio.file.Path;

class KafkaSinkIT extends SinkContract {
    @Override
    Broker broker(Path place) {
        return new KafkaBroker(place);
    }
}
