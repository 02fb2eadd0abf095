// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the OpenAPI document says about the API as a whole.
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    /// The documentation's machinery is woken by the first who asks for it, not at every start.
    @Bean
    static BeanFactoryPostProcessor documentationOnDemand() {
        return factory -> {
            for (String name : factory.getBeanDefinitionNames()) {
                BeanDefinition bean = factory.getBeanDefinition(name);
                String origin = bean.getFactoryBeanName() != null ? bean.getFactoryBeanName() : bean.getBeanClassName();
                if (origin != null && (origin.startsWith("org.springdoc") || name.startsWith("org.springdoc"))) {
                    bean.setLazyInit(true);
                }
            }
        };
    }

    @Bean
    OpenAPI api() {
        return new OpenAPI()
                .info(new Info()
                        .title("Switchboard")
                        .version("1")
                        .description(
                                "A WhatsApp gateway. Refusals are application/problem+json with a stable code, and say what is"
                                        + " accepted. Events come over WebSocket at /api/v1/events/ws as well.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                "key",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-Api-Key"))
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList("key"))
                .addSecurityItem(new SecurityRequirement().addList("bearer"));
    }
}
