// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.inbox.Inbox;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.session.LocalSessionHost;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.TraceSettings;
import dev.switchboard.gateway.tracing.MessageSpans;
import dev.switchboard.gateway.tracing.RequestSpans;
import dev.switchboard.gateway.tracing.Tracing;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Traces, where a collector is named; nothing of it is there otherwise.
@Configuration(proxyBeanMethods = false)
@Conditional(TraceWiring.Wanted.class)
class TraceWiring {
    /// Set from the settings before the parts are made.
    static final String WANTED = "switchboard.traces";

    static final class Wanted implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().getProperty(WANTED, Boolean.class, false);
        }
    }

    @Bean
    Tracing tracing(GatewayConfig config) {
        TraceSettings settings = config.traces();
        return new Tracing(settings, settings.endpoint().orElseThrow());
    }

    @Bean
    MessageSpans messageSpans(
            Tracing tracing,
            Messages messages,
            LocalSessionHost host,
            Inbox inbox,
            EventLog events,
            JsonMapper json,
            InstantSource time) {
        MessageSpans spans = new MessageSpans(tracing, json, time);
        events.watch(spans::logged);
        messages.watch(spans::accepted);
        host.reportTo(spans.watching(inbox));
        return spans;
    }

    @Bean
    WebMvcConfigurer traced(Tracing tracing) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RequestSpans(tracing));
            }
        };
    }
}
