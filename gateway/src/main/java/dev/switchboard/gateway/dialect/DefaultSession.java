// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.session.Session;
import java.util.Optional;

/// The one session of the dialects that need not name one: made and connected when it is first used.
public final class DefaultSession {
    private final Links links;
    private final String id;

    public DefaultSession(Links links, String id) {
        this.links = links;
        this.id = id;
    }

    /// Its name.
    public String id() {
        return id;
    }

    public Session of(Caller caller) {
        return links.look(caller, id)
                .orElseGet(() -> links.create(caller, Optional.of(id), Optional.empty())
                        .orElseGet(() -> links.find(caller, id)));
    }

    /// The session that is named, or this one.
    public Session named(Caller caller, Optional<String> name) {
        Optional<String> other = name.map(String::strip).filter(text -> !text.isEmpty() && !text.equals(id));
        return other.isPresent() ? links.find(caller, other.get()) : of(caller);
    }
}
