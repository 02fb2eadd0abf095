// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.audience.OptOuts;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.conversation.AssignmentResource;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.conversation.AssignmentsOfPeople;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.hours.Hours;
import dev.switchboard.gateway.hours.HoursResource;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the automations together, with who has which chat and when the business is open.
@Configuration(proxyBeanMethods = false)
@Import({
    AssignmentResource.class,
    HoursResource.class,
    AutomationResource.class,
    MarketplaceResource.class,
    SimulationResource.class,
    HookResource.class
})
public class AutomationWiring {
    @Bean
    Assignments assignments(Database database, EventLog events, InstantSource time) {
        return new Assignments(database, events, time);
    }

    @Bean
    Hours hours(Database database, InstantSource time, JsonMapper json) {
        return new Hours(database, time, json);
    }

    @Bean
    Surroundings surroundings(
            Sessions sessions,
            SessionProfiles profiles,
            Messages messages,
            Senders senders,
            Templates templates,
            Tenants tenants,
            Users users,
            Hours hours,
            Assignments assignments,
            People people,
            OptOuts optOuts,
            DataPolicies policies,
            RunStore runs,
            GuardedHttp http) {
        return new Surroundings(
                sessions,
                profiles,
                messages,
                senders,
                templates,
                tenants,
                users,
                hours,
                assignments,
                new AudienceContacts(people, optOuts),
                policies,
                runs,
                http);
    }

    @Bean
    RunStore runStore(ContentGuard guard) {
        return new RunStore(guard);
    }

    @Bean
    AutomationsOfPeople automationsOfPeople(Database database, RunStore runs) {
        return new AutomationsOfPeople(database, runs);
    }

    @Bean
    AssignmentsOfPeople assignmentsOfPeople(Database database, Assignments assignments) {
        return new AssignmentsOfPeople(database, assignments);
    }

    @Bean
    Marketplace marketplace() {
        return new Marketplace();
    }

    @Bean
    DefinitionReader definitionReader() {
        return new DefinitionReader();
    }

    @Bean
    Flows flows(Database database) {
        return new Flows(database);
    }

    @Bean
    Runner runner(Surroundings around, Flows flows, InstantSource time) {
        return new Runner(around, flows, time);
    }

    @Bean
    Automations.Tools automationTools(AuditLog audit, InstantSource time, RandomGenerator random, JsonMapper json) {
        return new Automations.Tools(audit, time, random, json);
    }

    @Bean
    Automations.Parts automationParts(Flows flows, Marketplace market, DefinitionReader reader, Runner runner) {
        return new Automations.Parts(flows, market, reader, runner);
    }

    @Bean
    Automations automations(Database database, Automations.Parts parts, EventLog events, Automations.Tools tools) {
        Automations automations = new Automations(database, parts, events, tools);
        automations.start();
        return automations;
    }

    @Bean
    Engine automationEngine(
            Database database,
            EventLog events,
            Flows flows,
            Runner runner,
            Surroundings around,
            Automations automations) {
        Engine engine = new Engine(database, events, flows, runner, around);
        automations.tell(engine::nudge);
        return engine;
    }

    @Bean
    Runs automationRuns(Database database, Flows flows, RunStore store, InstantSource time) {
        return new Runs(database, flows, store, time);
    }

    @Bean
    Simulator simulator(Database database, Surroundings around, Flows flows, InstantSource time) {
        return new Simulator(database, around, flows, time);
    }

    @Bean
    Hooks hooks(Database database, Tenants tenants, InstantSource time, RandomGenerator random) {
        return new Hooks(database, tenants.vault(), time, random);
    }

    @Bean
    HookResource.Parts hookParts(
            Hooks hooks,
            Automations automations,
            Runner runner,
            Sessions sessions,
            Database database,
            RandomGenerator random,
            Engine engine) {
        return new HookResource.Parts(hooks, automations, runner, sessions, database, random, engine);
    }
}
