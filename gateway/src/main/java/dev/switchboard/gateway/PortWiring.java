// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the ports, the native one last, so that whoever reaches that finds the others open.
@Configuration(proxyBeanMethods = false)
class PortWiring {
    /// The ports in the order in which they open. A further port that is the main one gives it its role.
    static List<RolePort> inOrder(GatewayConfig config) {
        RolePort main = config.morePorts().stream()
                .filter(port -> port.port() != 0 && port.port() == config.port())
                .findFirst()
                .orElse(new RolePort(config.port(), PortRole.NATIVE));
        List<RolePort> ports = new ArrayList<>(config.morePorts());
        ports.remove(main);
        ports.add(main);
        return ports;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> furtherPorts(GatewayConfig config) {
        return factory -> inOrder(config).stream()
                .skip(1)
                .forEach(port -> factory.addAdditionalConnectors(connector(config.host(), port.port())));
    }

    private static Connector connector(String host, int port) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setProperty("address", host);
        connector.setProperty("maxSwallowSize", Integer.toString(GatewayApplication.SWALLOW_BYTES));
        connector.setProperty("connectionTimeout", Integer.toString(GatewayApplication.SILENCE));
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("tomcat-handler-"));
        return connector;
    }
}
