// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceStateTest {

    private static final SignalAddress PHONE = new SignalAddress("1_1", 0);
    private static final SignalAddress OTHER = new SignalAddress("1_1", 2);
    private static final Jid PN = Jid.pn("15550100001");
    private static final Jid LID = Jid.lid("100000000000001");
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final InMemoryDeviceStore memory = new InMemoryDeviceStore();
    private final List<String> calls = new ArrayList<>();
    private final DeviceState state = new DeviceState(watched());
    private final SeededRandom random = SeededRandom.of("device state");

    /// The store, noting which look-ups are made.
    private DeviceStore watched() {
        return (DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (_, method, arguments) -> {
                    calls.add(method.getName());
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void seesItsOwnChangesBeforeTheyAreDurable() {
        state.putLidMapping(PN, LID);
        assertThat(state.lidOf(PN)).contains(LID);
        assertThat(state.pnOf(LID)).contains(PN);
        assertThat(memory.lidOf(PN)).isEmpty();
        state.commit();
        assertThat(memory.lidOf(PN)).contains(LID);
    }

    @Test
    void writesASessionOnceATurnHoweverOftenItChanged() {
        List<StoreChange> written = new ArrayList<>();
        DeviceState counting = new DeviceState((DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (_, _, arguments) -> {
                    written.addAll(((StoreBatch) arguments[0]).changes());
                    return null;
                }));
        for (int i = 0; i < 10; i++) {
            counting.putSession(PHONE, SessionRecord.EMPTY);
        }
        counting.commit();
        assertThat(written).hasSize(1);
    }

    @Test
    void takesBackWhatHappenedSinceAMark() {
        state.putIdentity(PHONE, KeyPair.generate(random).publicKey());
        state.emit(new ClientEvent.OfflineDrained(1));
        int mark = state.mark();
        state.removeIdentity(PHONE);
        state.putLidMapping(PN, LID);
        state.putSession(PHONE, SessionRecord.EMPTY);
        state.emit(new ClientEvent.OfflineDrained(2));
        state.rollback(mark);
        assertThat(state.trustedIdentity(PHONE)).isPresent();
        assertThat(state.lidOf(PN)).isEmpty();
        assertThat(state.session(PHONE)).isEmpty();
        assertThat(state.commit()).containsExactly(new ClientEvent.OfflineDrained(1));
        assertThat(memory.identity(PHONE)).isPresent();
        assertThat(memory.signalSession(PHONE)).isEmpty();
    }

    @Test
    void takesBackChangesOfTheCredentials() {
        Credentials first = Credentials.unlinked(OwnKeys.generate(random, NOW));
        state.putCredentials(first);
        state.commit();
        int mark = state.mark();
        state.updateCredentials(it -> it.withPreKeys(new PreKeyNumbers(5, 1, false)));
        state.rollback(mark);
        assertThat(state.credentials()).isEqualTo(first);
    }

    @Test
    void asksTheStoreOnceForWhatItMayNeedAgain() {
        state.lidOf(PN);
        state.lidOf(PN);
        state.commit();
        state.lidOf(PN);
        assertThat(calls).containsOnlyOnce("lidOf");
        state.relax();
        state.lidOf(PN);
        assertThat(calls).filteredOn("lidOf"::equals).hasSize(2);
    }

    @Test
    void doesNotRememberThatAOneTimeKeyWasMissing() {
        assertThat(state.preKey(1)).isEmpty();
        state.putPreKeys(PreKey.generate(1, 1, random));
        state.commit();
        assertThat(state.preKey(1)).isPresent();
        state.removePreKey(1);
        assertThat(state.preKey(1)).isEmpty();
    }

    @Test
    void namesTheDevicesThatHaveASession() {
        memory.commit(new StoreBatch(
                List.of(new StoreChange.PutSignalSession(PHONE, SessionRecord.EMPTY.serialize())), List.of()));
        state.putSession(OTHER, SessionRecord.EMPTY);
        assertThat(state.sessionDevices("1_1")).containsExactlyInAnyOrder(0, 2);
        state.removeSession(PHONE);
        assertThat(state.sessionDevices("1_1")).containsExactly(2);
    }

    @Test
    void theNewestMappingWinsWithinATurn() {
        Jid later = Jid.lid("100000000000002");
        state.putLidMapping(PN, LID);
        state.putLidMapping(PN, later);
        assertThat(state.lidOf(PN)).contains(later);
        assertThat(state.pnOf(LID)).isEmpty();
    }

    @Test
    void tellsFaultsOfTheStoreFromOthers() {
        DeviceState broken = new DeviceState((DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (_, _, _) -> {
                    throw new IllegalStateException("disk gone");
                }));
        assertThatThrownBy(broken::findCredentials).isInstanceOf(StoreUnavailable.class);
        broken.putIdentity(PHONE, KeyPair.generate(random).publicKey());
        assertThatThrownBy(broken::commit).isInstanceOf(StoreUnavailable.class);
        broken.reset();
        assertThat(broken.commit()).isEmpty();
    }

    @Test
    void forgetsTheCredentialsWithTheDevice() {
        state.putCredentials(Credentials.unlinked(OwnKeys.generate(random, NOW)));
        state.commit();
        state.forgetDevice();
        state.commit();
        state.reset();
        assertThat(state.findCredentials()).isEmpty();
        assertThat(memory.credentials()).isEmpty();
    }

    @Test
    void keepsTokensUnderThePersonWhateverTheDevice() {
        PrivacyToken token = new PrivacyToken(Bytes.fromHex("aa"), NOW, Optional.empty());
        state.putPrivacyToken(LID.withDevice(4), token);
        assertThat(state.privacyToken(LID)).contains(token);
    }
}
