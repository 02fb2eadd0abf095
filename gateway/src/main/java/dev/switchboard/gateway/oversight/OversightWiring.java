// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.oversight;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.audit.AuditExport;
import dev.switchboard.gateway.audit.AuditKey;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditTrail;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Puts the audit together.
@Configuration(proxyBeanMethods = false)
@Import(AuditResource.class)
public class OversightWiring {
    @Bean
    AuditLog auditLog(Database database, InstantSource time, RandomGenerator random) {
        AuditLog log = new AuditLog(time, random);
        log.adopt(database);
        return log;
    }

    @Bean
    AuditTrail auditTrail(Database database) {
        return new AuditTrail(database);
    }

    @Bean
    Audits audits(Database database, Tenants tenants, InstantSource time, RandomGenerator random) {
        AuditKey key = AuditKey.open(database, tenants.vault(), Authenticator.FIRST_TENANT, random);
        return new Audits(database, key, time);
    }

    @Bean
    AuditExport auditExport(Audits audits, JsonMapper json) {
        return new AuditExport(audits, json);
    }

    @Bean
    RequestAudit requestAudit(Database database, AuditLog audit, InstantSource time) {
        return new RequestAudit(database, audit, time, Authenticator.FIRST_TENANT);
    }

    @Bean
    RequestWatch requestWatch(RequestAudit audit) {
        return new RequestWatch(audit);
    }

    @Bean
    FilterRegistrationBean<RequestWatch> requestOrigins(RequestWatch watch) {
        FilterRegistrationBean<RequestWatch> filter = new FilterRegistrationBean<>(watch);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 50);
        return filter;
    }

    @Bean
    WebMvcConfigurer watchedRequests(RequestWatch watch) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(watch).order(Ordered.HIGHEST_PRECEDENCE);
            }
        };
    }
}
