// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventSelection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Makes deliveries of events. The deliveries and how far the log was read are one transaction, so that a crash leaves
/// neither gaps nor doubles.
final class Feeder {
    private static final int PAGE = 500;

    private final WebhookStore store;
    private final EventLog events;
    private final InstantSource time;
    private final JsonMapper json;

    Feeder(WebhookStore store, EventLog events, InstantSource time, JsonMapper json) {
        this.store = store;
        this.events = events;
        this.time = time;
        this.json = json;
    }

    private record Wanted(Event event, String lane) {}

    /// Reads on for every webhook; the answer says whether there is more to read.
    boolean feed() {
        boolean more = false;
        for (Webhook webhook : store.enabled()) {
            more |= feed(webhook);
        }
        return more;
    }

    private boolean feed(Webhook webhook) {
        long newest = events.newest();
        if (webhook.position() >= newest) {
            return false;
        }
        List<Event> page = events.page(EventFilter.all(webhook.tenant()), webhook.position(), PAGE);
        long position = page.size() == PAGE ? page.getLast().seq() : newest;
        List<Wanted> wanted = new ArrayList<>();
        for (Event event : page) {
            lane(webhook, event).ifPresent(lane -> wanted.add(new Wanted(event, lane)));
        }
        store.database().write(tx -> {
            wanted.forEach(one -> DeliveryStore.insert(tx, webhook, one.event(), one.lane(), time.instant()));
            WebhookStore.looked(tx, webhook.ref(), position);
            return true;
        });
        return page.size() == PAGE;
    }

    /// The lane of an event in a webhook, if it is to be delivered.
    Optional<String> lane(Webhook webhook, Event event) {
        return webhook.selection()
                .lane(event, json)
                .filter(_ -> webhook.form().body(event, json).isPresent())
                .map(EventSelection.Lane::lane);
    }
}
