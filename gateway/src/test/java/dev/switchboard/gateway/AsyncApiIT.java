// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.event.EventForm;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class AsyncApiIT {
    private static final Party ALICE = Party.of(Jid.pn("15550100002"));
    private static final Jid GROUP = Jid.group("120363000000000011");
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);

    private final Harness harness;

    AsyncApiIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void documentsEveryEventAndEveryShapeItNames() {
        Answer document = harness.call("GET", "/asyncapi").noKey().send();
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.text("/asyncapi")).isEqualTo("3.0.0");
        for (EventName name : EventName.values()) {
            JsonNode message = document.json().at("/components/messages/" + name.text());
            assertThat(message.get("summary").asString()).as(name.text()).isNotBlank();
            assertThat(message.at("/payload/properties/event/const").asString()).isEqualTo(name.text());
        }
        Set<String> references = document.body()
                .lines()
                .flatMap(line -> java.util.regex.Pattern.compile("\\$ref\" ?: ?\"#/components/schemas/([A-Za-z]+)\"")
                        .matcher(line)
                        .results())
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(references).contains("Message", "Address", "Contact", "Account", "Content");
        for (String shape : references) {
            assertThat(document.json().at("/components/schemas/" + shape).isObject())
                    .as(shape)
                    .isTrue();
        }
    }

    @Test
    void eventsHaveTheFormThatIsDocumented() {
        FakeLink link = harness.linked("ev-form");
        link.receives("3A00000000000000EV01", ALICE.jid(), "one");
        Target target = new Target("3A00000000000000EV01", false, Optional.of(ALICE.jid()), Optional.empty());
        link.happens(
                new ProviderEvent.Edited(ALICE, "3A00000000000000EV01", ALICE, false, Optional.of("two"), NOW),
                new ProviderEvent.Reacted(ALICE, target, ALICE, false, "x", NOW),
                new ProviderEvent.Pinned(ALICE, target, ALICE, false, Optional.of(NOW), NOW),
                new ProviderEvent.Kept(ALICE, target, ALICE, false, true, NOW),
                new ProviderEvent.Starred(ALICE, target, true, NOW),
                new ProviderEvent.Voted(ALICE, target, ALICE, false, List.of("a"), NOW),
                new ProviderEvent.Attends(ALICE, target, ALICE, false, Content.Attendance.GOING, NOW),
                new ProviderEvent.Revoked(ALICE, "3A00000000000000EV01", ALICE, false, NOW),
                new ProviderEvent.ReadElsewhere(ALICE, List.of("3A00000000000000EV01"), NOW),
                new ProviderEvent.ChatChanged(ALICE, new ChatTrait.Muted(Optional.of(NOW)), NOW),
                new ProviderEvent.Hidden(ALICE, target, NOW),
                new ProviderEvent.LabelSaved(new ProviderChats.Label("1", "Paid", 2)),
                new ProviderEvent.Labelled(ALICE, Optional.empty(), "1", true),
                new ProviderEvent.LabelDeleted("1"),
                new ProviderEvent.Named(ALICE, false, "Ally"),
                new ProviderEvent.AboutChanged(ALICE, true, Optional.of("x")),
                new ProviderEvent.PictureChanged(Party.of(GROUP), false, Optional.of("1")),
                new ProviderEvent.PrivacyChanged(Map.of("last", "none")),
                new ProviderEvent.Presence(ALICE, true, Optional.empty()),
                new ProviderEvent.Typing(ALICE, ALICE, ProviderPeople.Activity.TYPING),
                new ProviderEvent.DevicesChanged(ALICE, false, 2),
                new ProviderEvent.IdentityChanged(ALICE),
                new ProviderEvent.AddressLearnt(ALICE.jid(), Jid.lid("770099")),
                new ProviderEvent.GroupChanged(
                        GROUP, Optional.of(ALICE), "roles", List.of(ALICE), Map.of("rank", "admin"), NOW),
                new ProviderEvent.ChannelChanged(Jid.parse("120363000000000078@newsletter"), "followed", Map.of(), NOW),
                new ProviderEvent.CallOffered("C9", ALICE, Optional.empty(), true, true, NOW),
                new ProviderEvent.CallEnded("C9", ALICE, "ended", Optional.empty(), NOW),
                new ProviderEvent.PasskeyFailed("timeout"),
                new ProviderEvent.ColdChatsRestricted(false, Optional.empty()),
                new ProviderEvent.HistoryProgress("loading", Optional.of(3), Optional.empty()),
                new ProviderEvent.HistoryArrived("recent", Optional.of(3), List.of()));
        harness.post("/api/v1/sessions/ev-form/messages?wait=sent", "{\"to\":\"15550100002\",\"text\":\"x\"}");
        JsonNode events =
                harness.get("/api/v1/events?session=ev-form&limit=500").json().get("items");
        assertThat(events.size()).isGreaterThan(35);
        for (JsonNode event : events) {
            EventForm form =
                    EventForm.of(EventName.of(event.get("event").asString()).orElseThrow());
            if (form.whole().isEmpty()) {
                Set<String> names = Set.copyOf(event.get("data").propertyNames());
                assertThat(form.fields().stream().map(EventForm.Field::name).toList())
                        .as(event.get("event").asString())
                        .containsAll(names);
                assertThat(names)
                        .as(event.get("event").asString())
                        .containsAll(form.fields().stream()
                                .filter(field -> !field.optional())
                                .map(EventForm.Field::name)
                                .toList());
            }
        }
    }
}
