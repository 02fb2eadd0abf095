// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.CallEvent;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.message.HistoryPlace;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.person.PictureAnswer;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.interop.baileys.BaileysClient;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What people show and let each other do: two accounts with a device of ours, one with a stock Baileys beside it.
@RequiresProgram({"node", "npm"})
final class PeopleIT extends BaileysWorld {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private String adaPhone;
    private BaileysClient adasBaileys;
    private OurDevice ada;
    private OurDevice bob;

    @BeforeAll
    void link() {
        var linked = linked("people ada");
        adaPhone = linked.phone();
        adasBaileys = linked.client();
        ada = new OurDevice("ada", world(), runtime).linkByQr(admin(), adaPhone);
        bob = new OurDevice("bob", world(), runtime)
                .linkByQr(admin(), world().newAccount("people bob").phone());
        // Both write once, so that they are contacts and trust each other.
        bob.awaitText(ada.send(bob.pn().bare(), "hello"));
        ada.awaitText(bob.send(ada.pn().bare(), "hello yourself"));
    }

    @AfterAll
    void stopOurs() {
        ada.stop();
        bob.stop();
        runtime.close();
    }

    private OurDevice someone(String name) {
        return new OurDevice(name, world(), runtime)
                .linkByQr(admin(), world().newAccount(name).phone());
    }

    @Test
    void picturesAreSetSeenAndRemoved() {
        var atBob = bob.journal().position();
        var id = given(ada.companion().people().setPicture(Optional.empty(), Bytes.utf8("a jpeg")));
        bob.journal()
                .await(
                        atBob,
                        PersonEvent.PictureChanged.class,
                        "the picture",
                        changed -> changed.id().equals(Optional.of(id)));
        var found = given(bob.companion().people().picture(ada.pn().bare(), PictureSize.FULL, Optional.empty()));
        assertThat(found)
                .isInstanceOfSatisfying(
                        PictureAnswer.Found.class,
                        picture -> assertThat(picture.id()).isEqualTo(id));
        assertThat(given(bob.companion().people().picture(ada.pn().bare(), PictureSize.FULL, Optional.of(id))))
                .isEqualTo(new PictureAnswer.Unchanged());
        assertThat(adasBaileys
                        .account("profilePictureUrl", ada.pn().bare().toString())
                        .asText())
                .startsWith("http");
        given(ada.companion().people().removePicture(Optional.empty()));
        assertThat(given(bob.companion().people().picture(ada.pn().bare(), PictureSize.FULL, Optional.empty())))
                .isEqualTo(new PictureAnswer.None());
    }

    @Test
    void aboutTextsAreSetHeardOfAndAskedFor() {
        var atBob = bob.journal().position();
        given(ada.companion().people().setAbout("counting"));
        bob.journal()
                .await(
                        atBob,
                        PersonEvent.AboutChanged.class,
                        "the about text",
                        changed -> changed.about().equals(Optional.of("counting")));
        assertThat(given(bob.companion().people().about(ada.pn().bare())).text())
                .isEqualTo("counting");
        var fromBaileys = bob.journal().position();
        adasBaileys.account("updateProfileStatus", "calculating");
        bob.journal()
                .await(
                        fromBaileys,
                        PersonEvent.AboutChanged.class,
                        "Baileys' about text",
                        changed -> changed.about().equals(Optional.of("calculating")));
    }

    @Test
    void peopleAreDescribed() {
        var infos = given(bob.companion().people().describe(List.of(ada.pn().bare(), Jid.pn("15559990001"))));
        assertThat(infos.getFirst().registered()).isTrue();
        assertThat(infos.getFirst().person().lid()).contains(ada.lid().bare());
        assertThat(infos.getFirst().devices()).contains(0, ada.pn().device());
        assertThat(infos.get(1).registered()).isFalse();
    }

    @Test
    void privacySettingsGoBetweenTheAccountsDevices() {
        var here = ada.journal().position();
        adasBaileys.account("updateLastSeenPrivacy", "contacts");
        ada.journal()
                .await(
                        here,
                        PersonEvent.PrivacyChanged.class,
                        "Baileys' setting",
                        changed -> "contacts".equals(changed.settings().get("last")));
        given(ada.companion().people().setPrivacy(PrivacySetting.LAST_SEEN, "all"));
        assertThat(given(ada.companion().people().privacy())).containsEntry("last", "all");
        assertThat(adasBaileys
                        .account("fetchPrivacySettings", true)
                        .path("last")
                        .asText())
                .isEqualTo("all");
    }

    @Test
    void theDefaultTimerIsToldToContactsAndOwnDevices() {
        var atBob = bob.journal().position();
        given(ada.companion().people().setDefaultTimer(Duration.ofDays(1)));
        var changed =
                bob.journal().await(atBob, PersonEvent.DefaultTimerChanged.class, "the timer", one -> !one.self());
        assertThat(changed.timer()).isEqualTo(Duration.ofDays(1));
        given(ada.companion().people().setDefaultTimer(Duration.ZERO));
    }

    @Test
    void theBlockedAreKnownOnAllDevicesAndKeptAway() {
        var cyd = someone("people cyd");
        cyd.awaitText(ada.send(cyd.pn().bare(), "we know each other"));
        var here = ada.journal().position();
        given(ada.companion().people().block(cyd.pn().bare(), true));
        assertThat(given(ada.companion().people().blocklist()))
                .anySatisfy(
                        blocked -> assertThat(blocked.lid()).contains(cyd.lid().bare()));
        assertThat(adasBaileys.account("fetchBlocklist").toString())
                .contains(cyd.lid().user());
        adasBaileys.account("updateBlockStatus", cyd.lid().bare().toString(), "unblock");
        ada.journal()
                .await(
                        here,
                        PersonEvent.BlocklistChanged.class,
                        "the unblocking",
                        changed -> changed.unblocked().stream()
                                .anyMatch(one -> one.jid().equals(cyd.lid().bare())));
        assertThat(given(ada.companion().people().blocklist()))
                .noneSatisfy(
                        blocked -> assertThat(blocked.lid()).contains(cyd.lid().bare()));
        cyd.stop();
    }

    @Test
    void aFirstMessageGivesATokenThatEntitlesToAnswer() {
        bob.journal()
                .await(
                        0,
                        PersonEvent.TrustGiven.class,
                        "the token",
                        given -> given.person().jid().equals(ada.lid().bare()));
        assertThat(given(bob.companion().people().isTrustedBy(ada.pn().bare()))).isTrue();
        var baileysToo = linked("people dan");
        var id = baileysToo.client().send(bob.pn().bare().toString(), "from Baileys");
        bob.awaitText(id);
        bob.journal()
                .await(
                        0,
                        PersonEvent.TrustGiven.class,
                        "Baileys' token",
                        given -> given.person().pn().equals(Optional.of(Jid.pn(baileysToo.phone()))));
    }

    @Test
    void aRestrictedAccountIsReachedByWhomItTrustsOnly() {
        var shy = new OurDevice("shy", world(), runtime)
                .linkByQr(
                        admin(),
                        world().newAccount("scenario:restricted,cs_enabled=0:shy")
                                .phone());
        var stranger = someone("people stranger");
        var outcome = stranger.trySend(shy.pn().bare(), "hello?");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Rejected.class,
                        rejected -> assertThat(rejected.failure().kind()).isEqualTo(SendFailure.Kind.NOT_TRUSTED_YET));
        var from = stranger.journal().position();
        stranger.awaitText(shy.send(stranger.pn().bare(), "I write first"));
        stranger.journal()
                .await(
                        from,
                        PersonEvent.TrustGiven.class,
                        "the token",
                        given -> given.person().jid().equals(shy.lid().bare()));
        shy.awaitText(stranger.send(shy.pn().bare(), "now I may"));
        shy.stop();
        stranger.stop();
    }

    @Test
    void aProofOfTheSaltReachesARestrictedAccountWithoutAToken() {
        var shy = new OurDevice("shy too", world(), runtime)
                .linkByQr(admin(), world().newAccount("restricted:shy too").phone());
        var stranger = someone("people salted");
        stranger.journal()
                .await(
                        0,
                        SyncEvent.CollectionSynced.class,
                        "the salt",
                        synced -> synced.collection().equals(AppStateCollection.REGULAR_HIGH.wireName()));
        shy.awaitText(stranger.send(shy.pn().bare(), "with a proof"));
        shy.stop();
        stranger.stop();
    }

    @Test
    void callsAreToldOfAndRejected() {
        var caller = world().newAccount("caller").phone();
        given(ada.companion().people().describe(List.of(Jid.pn(caller))));
        var from = ada.journal().position();
        var callId = admin().phoneCalls(caller, Map.of("to", adaPhone, "video", true));
        var offered = ada.journal()
                .await(
                        from,
                        CallEvent.Offered.class,
                        "the offer",
                        one -> one.call().id().equals(callId));
        assertThat(offered.video()).isTrue();
        assertThat(offered.call().caller().pn()).contains(Jid.pn(caller));
        given(ada.companion().calls().reject(callId, offered.call().caller().jid()));
        admin().phoneCalls(caller, Map.of("to", adaPhone, "action", "terminate", "callId", callId));
        ada.journal()
                .await(
                        from,
                        CallEvent.Ended.class,
                        "the end",
                        one -> one.call().id().equals(callId));
    }

    @Test
    void thePhoneHandsOverOlderMessagesWhenAsked() {
        var friend = world().newAccount("old friend").phone();
        var phone = world().newAccount("with a long past").phone();
        var first = admin().sendText(friend, phone, "long ago");
        var second = admin().sendText(friend, phone, "less long ago");
        admin().awaitMessage(phone, second.id(), message -> message.text() != null);
        var device = new OurDevice("past", world(), runtime).linkByQr(admin(), phone);
        var from = device.journal().position();
        var request = given(device.companion()
                .history()
                .requestOlder(
                        new HistoryPlace(
                                MessageRef.of(Jid.pn(friend), second.id(), false), Instant.ofEpochSecond(second.t())),
                        10));
        var chunk = device.journal()
                .await(
                        from,
                        HistoryReceived.class,
                        "what was asked for",
                        received -> received.chunk().requestId().equals(Optional.of(request)))
                .chunk();
        assertThat(chunk.conversations().stream().flatMap(chat -> chat.messages().stream()))
                .anySatisfy(old -> assertThat(old.message().id()).isEqualTo(first.id()));
        device.stop();
    }
}
