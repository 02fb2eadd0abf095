// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Place;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Places, cards, invitations, and what cannot be read.
@RequiresProgram({"node", "npm"})
final class PlacesAndCardsIT extends ContentWorld {

    @Test
    void places() {
        var content = new OutgoingContent.Location(Place.at(52.5, 13.4, Optional.of("Cafe"), Optional.of("Street 1")));
        var shown = theirs.client().show(ours.say(baileys(), content)).path("locationMessage");
        assertThat(shown.path("degreesLatitude").asDouble()).isEqualTo(52.5);
        assertThat(shown.path("name").asText()).isEqualTo("Cafe");
        var atPhone = atPhone(ours.say(phoneJid(), content)).location();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("longitude").asDouble()).isEqualTo(13.4);

        var fromBaileys = theirs.client()
                .say(ourJid(), Map.of("location", Map.of("degreesLatitude", 1.5, "degreesLongitude", -2.5)));
        assertThat(((IncomingContent.Location) ours.awaitText(fromBaileys).body()).place())
                .isEqualTo(Place.at(1.5, -2.5));
        var fromPhone = phoneSays("location", Map.of("latitude", 1.25, "longitude", -2.25));
        assertThat(((IncomingContent.Location) ours.awaitText(fromPhone).body()).place())
                .isEqualTo(Place.at(1.25, -2.25));
    }

    @Test
    void liveLocations() {
        var shown = theirs.client()
                .show(ours.say(
                        baileys(),
                        new OutgoingContent.LiveLocation(
                                Place.at(52.5, 13.4),
                                dev.switchboard.client.message.Movement.UNKNOWN,
                                Optional.of("on my way"),
                                1)));
        assertThat(shown.path("liveLocationMessage").path("caption").asText()).isEqualTo("on my way");
    }

    @Test
    void contactCards() {
        var card = new ContactCard("Cy", "BEGIN:VCARD\nVERSION:3.0\nFN:Cy\nEND:VCARD");
        var other = new ContactCard("Di", "BEGIN:VCARD\nVERSION:3.0\nFN:Di\nEND:VCARD");
        assertThat(theirs.client()
                        .show(ours.say(baileys(), new OutgoingContent.Contacts(List.of(card))))
                        .path("contactMessage")
                        .path("displayName")
                        .asText())
                .isEqualTo("Cy");
        assertThat(theirs.client()
                        .show(ours.say(baileys(), new OutgoingContent.Contacts(List.of(card, other))))
                        .path("contactsArrayMessage")
                        .path("contacts"))
                .hasSize(2);
        var atPhone = atPhone(ours.say(phoneJid(), new OutgoingContent.Contacts(List.of(card))))
                .contact();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("name").asText()).isEqualTo("Cy");

        var two = List.of(
                Map.of("displayName", "Cy", "vcard", card.vcard()),
                Map.of("displayName", "Di", "vcard", other.vcard()));
        var fromBaileys =
                theirs.client().say(ourJid(), Map.of("contacts", Map.of("displayName", "two", "contacts", two)));
        assertThat(((IncomingContent.Contacts) ours.awaitText(fromBaileys).body()).cards())
                .containsExactly(card, other);
        var fromPhone = phoneSays("contact", Map.of("name", "Cy", "vcard", card.vcard()));
        assertThat(((IncomingContent.Contacts) ours.awaitText(fromPhone).body()).cards())
                .containsExactly(card);
    }

    @Test
    void invitationsToGroups() {
        var expires = Instant.ofEpochSecond(1_900_000_000L);
        var group = Jid.group("120363000000000077");
        var invite = new GroupInvite(group, "CODE", expires, "Friends", Optional.of("come in"), Optional.empty());
        var shown = theirs.client().show(ours.say(baileys(), new OutgoingContent.Invitation(invite)));
        assertThat(shown.path("groupInviteMessage").path("inviteCode").asText()).isEqualTo("CODE");
    }

    @Test
    void whatCannotBeReadForGoodComesFromTheOwnPhone() {
        var friend = world().newAccount("garbled friend").phone();
        var first = admin().sendText(friend, ourPhone, "intact");
        ours.awaitText(first.id());
        var fault = admin().setFault(Map.of(
                "fault",
                "message-corrupt",
                "account",
                ourPhone,
                "device",
                ours.pn().device(),
                "chat",
                friend,
                "count",
                100));
        var lost = admin().phoneSends(
                        friend, Map.of("to", ourPhone, "location", Map.of("latitude", 3.5, "longitude", 4.5)));
        var recovered = ours.awaitText(lost.id());
        admin().clearFault(fault);
        assertThat(recovered.body()).isEqualTo(new IncomingContent.Location(Place.at(3.5, 4.5), Optional.empty()));
        assertThat(recovered.sender().pn()).contains(Jid.pn(friend));
        assertThat(ours.undecryptable()).anyMatch(one -> one.placeholder().id().equals(lost.id()));
    }
}
