// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.hours.Hours;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.gateway.tenant.Tenants;

/// What automations work with.
record Surroundings(
        Sessions sessions,
        SessionProfiles profiles,
        Messages messages,
        Senders senders,
        Templates templates,
        Tenants tenants,
        Users users,
        Hours hours,
        Assignments assignments,
        Contacts contacts,
        DataPolicies policies,
        RunStore runs,
        GuardedHttp http) {}
