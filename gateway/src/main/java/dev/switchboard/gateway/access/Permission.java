// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.Arrays;
import java.util.Optional;

/// What a caller can be allowed to do.
public enum Permission {
    /// Look at sessions, messages and everything else of the sessions there are for the caller.
    READ("whatsapp:read", false),
    /// Send, answer, mark as read, and everything else that people in chats notice.
    SEND("whatsapp:send", false),
    /// Make sessions, link and connect them.
    CONNECT("whatsapp:connect", false),
    /// Disconnect, log out and delete sessions.
    DISCONNECT("whatsapp:disconnect", false),
    /// Change the account itself: profile, privacy, who is blocked.
    ACCOUNT("whatsapp:account", false),
    /// Templates, campaigns and automations.
    CAMPAIGN("campaigns:manage", false),
    /// What is the whole tenant's: people with tags and lists, who gets no campaigns, templates.
    AUDIENCE("audience:manage", true),
    /// Read who did what.
    AUDIT("audit:read", false),
    /// What is kept, for how long, and people's data.
    PRIVACY("privacy:manage", true),
    WEBHOOK("webhooks:manage", true),
    /// Users, keys and tokens.
    ACCESS("access:manage", true),
    /// Tenants and their quotas.
    TENANT("tenants:manage", true);

    private final String text;
    private final boolean tenantWide;

    Permission(String text, boolean tenantWide) {
        this.text = text;
        this.tenantWide = tenantWide;
    }

    /// As it appears outside.
    public String text() {
        return text;
    }

    /// Whether it is about the tenant as a whole, so that a credential for some sessions cannot have it.
    public boolean tenantWide() {
        return tenantWide;
    }

    public static Optional<Permission> of(String text) {
        return Arrays.stream(values())
                .filter(permission -> permission.text.equals(text))
                .findFirst();
    }
}
