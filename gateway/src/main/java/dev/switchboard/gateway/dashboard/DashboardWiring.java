// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.PageAccess;
import dev.switchboard.gateway.access.Tokens;
import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.settings.GatewayConfig;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Puts the pages together.
@Configuration(proxyBeanMethods = false)
@Import({
    EntryPages.class,
    HomePage.class,
    PageRefusals.class,
    SessionPages.class,
    ChatPages.class,
    QueuePages.class,
    WebhookPages.class,
    AuditPages.class,
    PeoplePages.class,
    SettingsPages.class,
    SetupPages.class,
    TemplatePages.class,
    MonitoringPages.class,
    PersonPages.class,
    CampaignPages.class,
    AutomationPages.class,
    AudiencePages.class,
    ContactListPages.class,
    FilterPages.class,
    OptOutPages.class,
    HoursPages.class,
    SinkPages.class,
    CustomerLinkPages.class
})
public class DashboardWiring {
    @Bean
    PageAccess pageAccess(Users users, Tokens tokens, Authenticator authenticator) {
        return new PageAccess(users, tokens, authenticator);
    }

    @Bean
    Pages pages(
            PageAccess access,
            ObjectProvider<DispatcherServlet> dispatcher,
            JsonMapper json,
            EventLog events,
            GatewayConfig config,
            InstantSource time) {
        return new Pages(access, new NativeApi(dispatcher, json), new Texts(), events, time, config.demo());
    }

    @Bean
    WebMvcConfigurer dashboardPages(PageAccess access) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new VisitorGate(access))
                        .addPathPatterns("/", "/dashboard.html", "/dashboard/**");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/assets/link.*")
                        .addResourceLocations("classpath:" + Assets.OWN)
                        .setCacheControl(CacheControl.noCache());
                registry.addResourceHandler("/assets/**")
                        .addResourceLocations("classpath:" + Assets.OWN, "classpath:" + Assets.HTMX)
                        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable());
            }
        };
    }
}
