// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.health.PortRoles;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import dev.switchboard.gateway.setup.SandboxPhone;
import java.net.BindException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// Starts gateways. Several can run in one process, each on its own data folder.
public final class GatewayApplication {
    /// How much of a refused body is read, so that its sender gets to read the refusal.
    static final int SWALLOW_BYTES = 64 << 20;

    /// How long a connection may take to bring the next part of a request, or to take the next part of an answer.
    static final int SILENCE = 15_000;

    /// Failures at the start are told by the exception that [#start] throws, once.
    private static final Map<String, Object> LOGGING = Map.of(
            "logging.level.root", "warn",
            "logging.level.org.springdoc", "error",
            "logging.level.org.flywaydb.core.internal.command", "error",
            "logging.level.org.jooq", "error",
            "logging.level.org.springframework.boot.SpringApplication", "off",
            "logging.level.org.springframework.boot.diagnostics", "off",
            "logging.level.org.springframework.boot.web.server.servlet.context", "error",
            "logging.level.org.apache.catalina.core", "error",
            "logging.level.org.apache.kafka", "off", // what fails is told by the sink
            "logging.pattern.console", "%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n%ex{short}");

    /// The same, of the web server.
    private static final List<String> SILENT = List.of(
            "org.apache.catalina.util.LifecycleBase",
            "org.apache.catalina.loader.WebappClassLoaderBase",
            "org.springframework.boot.tomcat");

    /// Libraries that write whole requests, headers or bodies at lower levels: they keep to warnings even where the
    /// level of everything is lowered.
    private static final List<String> SHY = List.of(
            "org.apache.coyote",
            "org.apache.tomcat",
            "org.apache.catalina.connector",
            "org.apache.hc",
            "org.springframework.web",
            "org.springframework.http",
            "org.springframework.security",
            "org.jooq",
            "org.postgresql",
            "org.sqlite",
            "software.amazon.awssdk",
            "io.nats",
            "com.rabbitmq");

    /// What a multipart body has besides the file.
    private static final long FORM = 64 << 10;

    private GatewayApplication() {}

    /// Starts a gateway; when this returns its ports are open.
    ///
    /// @throws GatewayException if the settings or the data folder do not allow it
    public static RunningGateway start(GatewayConfig config) {
        return start(config, Collaborators.standard());
    }

    /// Starts a gateway with parts from outside.
    public static RunningGateway start(GatewayConfig config, Collaborators outside) {
        FolderLock lock = FolderLock.take(config.dataFolder());
        try {
            ConfigurableApplicationContext context =
                    application(config, outside).run();
            return new RunningGateway(context, lock, config.host(), ports(config, context));
        } catch (RuntimeException e) {
            lock.close();
            throw ownFault(e);
        }
    }

    private static SpringApplication application(GatewayConfig config, Collaborators outside) {
        SpringApplication application = new SpringApplication(GatewayWiring.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(logging(config));
        application.addInitializers(context -> {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("gateway", properties(config)));
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(GatewayConfig.class, () -> config);
            beans.registerBean(Collaborators.class, () -> outside);
            outside.phone().ifPresent(phone -> beans.registerBean(SandboxPhone.class, () -> phone));
        });
        return application;
    }

    /// What is logged, and how: told before anything else, as logging begins before the settings are taken in.
    private static Map<String, Object> logging(GatewayConfig config) {
        Map<String, Object> logging = new LinkedHashMap<>(LOGGING);
        SHY.forEach(logger -> logging.put("logging.level." + logger, "warn"));
        SILENT.forEach(logger -> logging.put("logging.level." + logger, "off"));
        logging.put("logging.level.dev.switchboard", config.logLevel());
        if (config.jsonLogs()) {
            logging.put("logging.structured.format.console", "ecs");
            logging.put("logging.structured.ecs.service.name", "switchboard");
        }
        return logging;
    }

    private static Map<String, Object> properties(GatewayConfig config) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(TraceWiring.WANTED, config.traces().endpoint().isPresent());
        properties.put("server.address", config.host());
        properties.put("server.port", PortWiring.inOrder(config).getFirst().port());
        properties.put("server.shutdown", "graceful");
        properties.put("server.error.whitelabel.enabled", false);
        properties.put("server.tomcat.max-swallow-size", SWALLOW_BYTES);
        properties.put("server.tomcat.connection-timeout", SILENCE + "ms");
        properties.put("server.tomcat.max-connections", 20_000);
        properties.put("server.tomcat.max-keep-alive-requests", -1);
        properties.put("server.tomcat.connection-timeout", "20s"); // also between two pieces of a request
        properties.put("server.tomcat.keep-alive-timeout", "60s");
        properties.put("server.servlet.encoding.enabled", false);
        properties.put("spring.servlet.multipart.file-size-threshold", "0B");
        properties.put("spring.servlet.multipart.max-file-size", config.media().maxBytes() + "B");
        properties.put(
                "spring.servlet.multipart.max-request-size", config.media().maxBytes() + FORM + "B");
        properties.put("spring.servlet.multipart.resolve-lazily", true);
        properties.put(
                "spring.servlet.multipart.location",
                config.dataFolder().resolve("scratch").toAbsolutePath().toString());
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.jmx.enabled", false);
        properties.put(
                "spring.autoconfigure.exclude",
                "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration");
        properties.put("spring.mvc.formcontent.filter.enabled", false);
        properties.put("spring.mvc.publish-request-handled-events", false);
        properties.put("spring.jackson.deserialization.fail-on-unknown-properties", true);
        properties.put("spring.jackson.deserialization.fail-on-trailing-tokens", true);
        properties.put("spring.web.resources.static-locations", "classpath:/dev/switchboard/gateway/web/");
        properties.put("spring.web.resources.cache.cachecontrol.no-cache", true);
        properties.put("springdoc.api-docs.path", "/openapi");
        properties.put("springdoc.swagger-ui.path", "/docs");
        properties.put("springdoc.swagger-ui.operations-sorter", "alpha");
        properties.put("springdoc.default-produces-media-type", "application/json");
        properties.put("springdoc.pre-loading-enabled", false);
        properties.put("springdoc.override-with-generic-response", false);
        properties.put("springdoc.writer-with-order-by-keys", true);
        return properties;
    }

    private static Map<PortRole, Integer> ports(GatewayConfig config, ConfigurableApplicationContext context) {
        if (!(((ServletWebServerApplicationContext) context).getWebServer() instanceof TomcatWebServer server)) {
            throw new IllegalStateException("web server: another kind (expected: Tomcat)");
        }
        Connector[] connectors = server.getTomcat().getService().findConnectors();
        List<RolePort> order = PortWiring.inOrder(config);
        PortRoles roles = context.getBean(PortRoles.class);
        Map<PortRole, Integer> ports = new EnumMap<>(PortRole.class);
        for (int i = 0; i < order.size(); i++) {
            int port = connectors[i].getLocalPort();
            roles.set(port, order.get(i).role());
            ports.put(order.get(i).role(), port);
            if (i == order.size() - 1) {
                ports.put(PortRole.NATIVE, port);
            }
        }
        return ports;
    }

    /// The gateway's own fault, where the framework wrapped one.
    private static RuntimeException ownFault(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GatewayException fault) {
                return fault;
            }
            if (cause instanceof BindException || cause instanceof ConnectorStartFailedException) {
                return new ConfigurationRefused("a port is in use or not allowed: " + cause.getMessage());
            }
        }
        return e;
    }
}
