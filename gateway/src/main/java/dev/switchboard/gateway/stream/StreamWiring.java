// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Origins;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.settings.GatewayConfig;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Puts the event socket at its address, and ends all streams first when the gateway stops.
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class StreamWiring {
    @Bean
    OpenStreams openStreams(GatewayConfig config) {
        return new OpenStreams(config.access().streams());
    }

    @Bean
    EventSocket eventSocket(EventLog log, Authenticator authenticator, OpenStreams streams, JsonMapper json) {
        return new EventSocket(log, authenticator, streams, json);
    }

    /// Keeps pages of other sites out, also where they have no credential.
    @Bean
    CallerOfUpgrade upgrades(GatewayConfig config, EventLog log) {
        return new CallerOfUpgrade(new Origins(config.corsOrigin()), log);
    }

    @Bean
    WebSocketConfigurer sockets(EventSocket socket, CallerOfUpgrade upgrades) {
        return registry -> registry.addHandler(socket, "/api/v1/events/ws")
                .addInterceptors(upgrades)
                .setAllowedOriginPatterns("*");
    }

    /// Ends the streams before the ports close, so that a graceful stop need not wait for them.
    @Bean
    SmartLifecycle streamsEndFirst(EventLog log, EventSocket socket) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
            }

            @Override
            public void stop() {
                running = false;
                log.close();
                socket.close();
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
