// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.event.SyncEvent.StateChanged;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// App state and history where something goes wrong on the way: in the end all of it is there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountStateFaultsIT {

    private static final String LOW = AppStateCollection.REGULAR_LOW.wireName();

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private SandboxWorld world;

    @BeforeAll
    void startTheNetwork() {
        world = SandboxWorld.of(getClass());
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        world.close();
    }

    private String fault(String phone, String kind, Map<String, ?> params) {
        return fault(phone, kind, 1, params);
    }

    private String fault(String phone, String kind, int count, Map<String, ?> params) {
        var all = new HashMap<String, Object>(params);
        all.put("collection", LOW);
        return world.admin().setFault(Map.of("fault", kind, "account", phone, "count", count, "params", all));
    }

    private OurDevice levelDevice(String phone) {
        var device = new OurDevice(phone, world, runtime).linkByQr(world.admin(), phone);
        device.journal()
                .await(
                        0,
                        SyncEvent.CollectionSynced.class,
                        "app state",
                        synced -> synced.collection().equals(LOW));
        return device;
    }

    private void phonePins(String phone, String chat) {
        world.admin().phoneChanges(phone, Map.of("pin", Map.of("chat", chat, "on", true)));
    }

    private static void awaitPin(OurDevice device, String chat) {
        device.journal()
                .await(
                        0,
                        StateChanged.class,
                        "the pin",
                        changed -> changed.change().equals(new SyncAction.Pin(Jid.pn(chat), true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-state-bad-mac", "app-state-gap", "app-state-snapshot"})
    void whatIsServedWronglyOnceIsFetchedAnew(String kind) {
        var phone = world.newAccount(kind).phone();
        var device = levelDevice(phone);
        phonePins(phone, "15557400001");
        awaitPin(device, "15557400001");
        fault(phone, kind, Map.of());
        phonePins(phone, "15557400002");
        awaitPin(device, "15557400002");
        given(device.companion().accountState().change(new SyncAction.Pin(Jid.pn("15557400003"), true)));
        world.admin().awaitChatState(phone, "our pin", chat -> chat.toString().contains("15557400003"));
        device.stop();
    }

    @Test
    void whatIsServedWronglyAgainAndAgainComesFromThePhone() {
        var phone = world.newAccount("bad for good").phone();
        var device = levelDevice(phone);
        fault(phone, "app-state-bad-mac", 2, Map.of());
        phonePins(phone, "15557400002");
        device.journal()
                .await(
                        0,
                        SyncEvent.CollectionStuck.class,
                        "the end of patience",
                        stuck -> stuck.collection().equals(LOW));
        awaitPin(device, "15557400002");
        given(device.companion().accountState().change(new SyncAction.Pin(Jid.pn("15557400003"), true)));
        world.admin().awaitChatState(phone, "our pin", chat -> chat.toString().contains("15557400003"));
        device.stop();
    }

    @Test
    void aChangeThatConflictsIsMadeAnew() {
        var phone = world.newAccount("conflict").phone();
        var device = levelDevice(phone);
        fault(phone, "app-state-error", Map.of("code", 409));
        given(device.companion().accountState().change(new SyncAction.Pin(Jid.pn("15557400003"), true)));
        world.admin().awaitChatState(phone, "our pin", chat -> chat.toString().contains("15557400003"));
        device.stop();
    }

    @Test
    void aKeyThatNobodyHasIsAskedForAndThenTheRestIsTakenIn() {
        var phone = world.newAccount("keyless").phone();
        var device = levelDevice(phone);
        fault(phone, "app-state-missing-key", Map.of());
        phonePins(phone, "15557400002");
        device.journal()
                .await(
                        0,
                        SyncEvent.CollectionStuck.class,
                        "a missing key",
                        stuck -> stuck.reason().equals("app-state-missing-key"));
        awaitPin(device, "15557400002");
        device.stop();
    }

    @Test
    void historyThatLiesInTheMediaStoreIsFetched() {
        var friend = world.newAccount("talkative").phone();
        var phone = world.newAccount("much to tell").phone();
        var text = "0123456789".repeat(400);
        var sent = IntStream.range(0, 60)
                .mapToObj(i -> world.admin().sendText(friend, phone, i + " " + shuffled(text, i)))
                .toList();
        world.admin().awaitMessage(phone, sent.getLast().id(), message -> message.text() != null);
        var device = new OurDevice("much", world, runtime).linkByQr(world.admin(), phone);
        for (var old : sent) {
            device.journal()
                    .await(
                            0,
                            HistoryReceived.class,
                            "old message",
                            received -> received.chunk().conversations().stream()
                                    .flatMap(chat -> chat.messages().stream())
                                    .anyMatch(message -> message.message().id().equals(old.id())));
        }
        device.journal().await(0, SyncEvent.HistoryComplete.class, "the end of the history", _ -> true);
        assertThat(device.journal().entries()).noneMatch(event -> event instanceof SyncEvent.HistoryStuck);
        device.stop();
    }

    /// Text that does not compress away.
    private static String shuffled(String text, int seed) {
        var random = new Random(seed);
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            out.append((char) ('!' + random.nextInt(90)));
        }
        return out.toString();
    }
}
