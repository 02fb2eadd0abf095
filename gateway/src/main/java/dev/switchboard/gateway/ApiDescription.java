// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemWriter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
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

    /// Every address can refuse, and says so in the same form.
    @Bean
    OpenApiCustomizer refusalsEverywhere() {
        return api -> {
            ModelConverters.getInstance(true)
                    .readAllAsResolvedSchema(Problem.class)
                    .referencedSchemas
                    .forEach(api.getComponents()::addSchemas);
            ApiResponse refusal = new ApiResponse()
                    .description("A refusal; code and detail say why, advice and accepted what to do")
                    .content(new Content()
                            .addMediaType(
                                    ProblemWriter.MEDIA_TYPE,
                                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation
                            .getResponses()
                            .addApiResponse("4XX", refusal)
                            .addApiResponse("default", refusal));
            oneTagEach(api);
        };
    }

    /// Resources that share a tag describe it once.
    private static void oneTagEach(OpenAPI api) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        for (Tag tag : Objects.requireNonNullElse(api.getTags(), List.<Tag>of())) {
            tags.merge(tag.getName(), tag, (first, second) -> first.getDescription() == null ? second : first);
        }
        api.setTags(List.copyOf(tags.values()));
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
