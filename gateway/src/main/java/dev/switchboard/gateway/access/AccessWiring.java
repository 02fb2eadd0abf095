// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.ProblemWriter;
import dev.switchboard.gateway.settings.GatewayConfig;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The order of the guards in front of every request: host and origin (in the demo), size, credential, permission.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import({AuthResource.class, UserResource.class, KeyResource.class, TokenResource.class, TenantResource.class})
public class AccessWiring {
    /// What needs no credential: liveness, the documentation, the event socket and the dashboard's pages, which ask for
    /// the credential themselves.
    private static final String[] OPEN = {
        "/",
        "/favicon.svg",
        "/assets/**",
        "/health",
        "/health/live",
        "/health/ready",
        "/openapi",
        "/openapi/**",
        "/openapi.yaml",
        "/docs",
        "/docs/**",
        "/swagger-ui/**",
        "/swagger-ui.html",
        "/error",
        "/media/*",
        "/link/**",
        "/asyncapi",
        "/asyncapi/**",
        "/api/v1/events/ws",
        "/api/v1/auth/login",
        "/api/v1/automations/hooks",
        "/bridges/chatwoot/*",
        "/dashboard.html",
        "/dashboard/**"
    };

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain guards(
            HttpSecurity http,
            Authenticator authenticator,
            ProblemWriter problems,
            Tickets tickets,
            GatewayConfig config) {
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(OPEN)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                        (request, response, _) -> problems.write(request, response, CredentialFilter.missing())))
                .addFilterAfter(
                        new CredentialFilter(
                                authenticator,
                                limits(config),
                                problems,
                                new CredentialFilter.Streams(tickets, new Origins(config.corsOrigin()))),
                        SecurityContextHolderFilter.class)
                .addFilterBefore(
                        new BodyLimit(config.maxBodyBytes(), config.media().maxBytes(), problems),
                        CredentialFilter.class);
        if (config.demo()) {
            http.addFilterBefore(new OriginGuard(config.corsOrigin(), problems), BodyLimit.class);
        }
        config.corsOrigin()
                .ifPresentOrElse(
                        origin -> http.cors(cors -> cors.configurationSource(allow(origin))),
                        () -> http.cors(AbstractHttpConfigurer::disable));
        return http.build();
    }

    @Bean
    Tickets tickets(InstantSource time, RandomGenerator random) {
        return new Tickets(time, random);
    }

    private static RequestLimits limits(GatewayConfig config) {
        return new RequestLimits(config.access().requests(), config.access().window(), System::nanoTime);
    }

    @Bean
    WebMvcConfigurer permissions() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new PermissionGate());
            }
        };
    }

    /// Users log in by our own address; naming this keeps the framework from making one up.
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }

    private static UrlBasedCorsConfigurationSource allow(String origin) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(List.of(origin));
        allowed.setAllowedMethods(List.of("*"));
        allowed.setAllowedHeaders(List.of("*"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", allowed);
        return source;
    }
}
