// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.automation.Automations;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.template.Templates;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Puts the setup together.
@Configuration(proxyBeanMethods = false)
public class SetupWiring {
    @Bean
    Setup setup(Database database, Sessions sessions, SessionProfiles profiles, Messages messages, Setup.Tools tools) {
        return new Setup(database, sessions, profiles, messages, tools);
    }

    @Bean
    Setup.Tools setupTools(AuditLog audit, InstantSource time, JsonMapper json) {
        return new Setup.Tools(audit, time, json);
    }

    @Bean
    Linking setupLinking(Sessions sessions, SessionHost host, Pairing pairing, Optional<SandboxPhone> phone) {
        return new Linking(sessions, host, pairing, phone);
    }

    @Bean
    SetupResource.Features setupFeatures(
            Automations automations, Templates templates, Messages messages, JsonMapper json) {
        return new SetupResource.Features(automations, templates, messages, json);
    }

    @Bean
    SetupResource setupResource(Setup setup, Linking linking, SetupResource.Features features) {
        SetupViews views = new SetupViews(setup, features.automations(), features.templates(), linking.hasPhones());
        return new SetupResource(setup, views, linking, features);
    }
}
