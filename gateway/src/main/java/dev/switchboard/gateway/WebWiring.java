// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Leaves out what the framework would do for every request and nobody here needs.
@Configuration(proxyBeanMethods = false)
class WebWiring {
    private static final Validator NOTHING_TO_CHECK = new Validator() {
        @Override
        public boolean supports(Class<?> type) {
            return false;
        }

        @Override
        public void validate(Object target, Errors errors) {
            // supports nothing
        }
    };

    /// Bodies are JSON, text or bytes; other forms would only be asked whether they want to be used.
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebMvcConfigurer fewForms() {
        return new WebMvcConfigurer() {
            /// Bodies are checked by hand, with refusals that say what is accepted.
            @Override
            public Validator getValidator() {
                return NOTHING_TO_CHECK;
            }

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
                builder.configureMessageConvertersList(
                        forms -> forms.removeIf(form -> !(form instanceof ByteArrayHttpMessageConverter
                                || form instanceof StringHttpMessageConverter
                                || form instanceof JacksonJsonHttpMessageConverter)));
            }
        };
    }

    /// Leaves out mappings that cannot fit before they are asked.
    @Bean
    WebMvcRegistrations shapedMapping() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new ShapedMapping();
            }
        };
    }

    /// The dispatcher keeps the request at hand by itself.
    @Bean
    FilterRegistrationBean<RequestContextFilter> noContextFilter() {
        FilterRegistrationBean<RequestContextFilter> registration =
                new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }
}
