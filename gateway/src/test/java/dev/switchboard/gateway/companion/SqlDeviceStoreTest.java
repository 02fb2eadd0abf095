// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.DeviceStoreContract;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.fault.FenceLost;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlDeviceStoreTest extends DeviceStoreContract {
    private static final TenantId TENANT = new TenantId("main");
    /// One for all, as nonces must not come twice.
    private static final SeededRandom RANDOM = SeededRandom.of("device store");

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Database database;
    private static Tenants tenants;

    private final List<ProviderEvent> told = new ArrayList<>();
    private SessionLease lease = new SessionLease(new SessionKey(0, TENANT, "none"), 0);

    @BeforeAll
    static void open() {
        database = TestDatabase.open(folder);
        tenants = tenants(database);
        tenants.ensure(TENANT, "Main");
    }

    private static Tenants tenants(Database database) {
        return new Tenants(
                database,
                MasterKey.ofSetting("0123456789abcdef".repeat(4), false),
                MutableClock.at("2026-11-20T10:00:00Z"),
                RANDOM);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    protected DeviceStore create() {
        String id = "s" + SESSIONS.incrementAndGet();
        long ref = database.write(tx -> tx.number(
                "INSERT INTO session (tenant_id, id, name, state, cause, advice, wanted, linked, fence, created_at, updated_at)"
                        + " VALUES ('main', ?, ?, 'created', 'new', '', 0, 0, 1, 0, 0) RETURNING ref",
                id,
                id));
        lease = new SessionLease(new SessionKey(ref, TENANT, id), 1);
        return store(database, lease);
    }

    private DeviceStore store(Database where, SessionLease owner) {
        return new SqlDeviceStore(where, tenants.vault(), owner, (tx, session, events) -> {
            told.addAll(events);
            for (ProviderEvent event : events) {
                if (event instanceof ProviderEvent.AddressLearnt(Jid pn, Jid lid)) {
                    AddressBook.learn(tx, session, pn, lid);
                }
            }
        });
    }

    @Override
    protected DeviceStore reopened(DeviceStore before) {
        return store(database, lease);
    }

    private static StoreBatch batch(StoreChange... changes) {
        return new StoreBatch(List.of(changes), List.of());
    }

    @Test
    void formerOwnerChangesNothing() {
        DeviceStore former = create();
        former.commit(batch(new StoreChange.PutCredentials(Bytes.utf8("before"))));
        database.write(tx -> tx.update(
                "UPDATE session SET fence = fence + 1 WHERE ref = ?",
                lease.key().ref()));

        assertThatThrownBy(() -> former.commit(batch(new StoreChange.PutCredentials(Bytes.utf8("after")))))
                .isInstanceOf(FenceLost.class);
        assertThat(former.credentials()).contains(Bytes.utf8("before"));
    }

    @Test
    void failureInTheGatewaysPartUndoesTheRatchet() {
        create();
        DeviceStore broken = new SqlDeviceStore(database, tenants.vault(), lease, (_, _, _) -> {
            throw new IllegalStateException("no room for the event");
        });
        SignalAddress address = new SignalAddress("100000000000001_1", 0);
        assertThatThrownBy(() -> broken.commit(batch(new StoreChange.PutSignalSession(address, Bytes.utf8("turned")))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(broken.signalSession(address)).isEmpty();
    }

    @Test
    void secretsAreSealedOnDiskAndReadAfterReopening() throws Exception {
        DeviceStore first = create();
        Bytes secret = Bytes.utf8("very-secret-ratchet-bytes");
        SignalAddress address = new SignalAddress("100000000000001_1", 0);
        first.commit(batch(
                new StoreChange.PutCredentials(secret),
                new StoreChange.PutSignalSession(address, secret),
                new StoreChange.PutSyncKey(Bytes.utf8("k"), secret),
                new StoreChange.PutPrivacyToken(Jid.pn("15550100002"), secret, Instant.EPOCH)));
        assertThat(TestDatabase.dump(folder, "test.db")).isNotEmpty().doesNotContain("very-secret");
        close();
        open();
        assertThat(store(database, lease).credentials()).contains(secret);
        assertThat(store(database, lease).signalSession(address)).contains(secret);
    }

    @Test
    void sealedRowsCannotBeSwappedBetweenSessions() {
        DeviceStore mine = create();
        mine.commit(batch(new StoreChange.PutCredentials(Bytes.utf8("mine"))));
        long from = lease.key().ref();
        DeviceStore other = create();
        other.commit(batch(new StoreChange.PutCredentials(Bytes.utf8("other"))));
        long to = lease.key().ref();
        database.write(tx -> tx.update(
                "UPDATE device_credentials SET sealed = (SELECT sealed FROM device_credentials WHERE session_ref = ?)"
                        + " WHERE session_ref = ?",
                from,
                to));
        assertThatThrownBy(other::credentials).isInstanceOf(dev.switchboard.gateway.fault.SecretsUnreadable.class);
    }

    @Test
    void addressesAreToldBeforeTheMessagesThatNeedThem() {
        DeviceStore store = create();
        store.commit(new StoreBatch(
                List.of(new StoreChange.PutLidMapping(Jid.pn("15550100002"), Jid.lid("200002"))),
                List.of(new ClientEvent.LinkStateChanged(
                        new LinkState.Disconnected(EndCause.of(EndKind.STOPPED_BY_OWNER))))));
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).isInstanceOf(ProviderEvent.AddressLearnt.class);
        assertThat(told.getLast()).isInstanceOfSatisfying(ProviderEvent.LinkChanged.class, change -> {
            LinkStatus status = change.status();
            assertThat(status.state()).isEqualTo(dev.switchboard.gateway.provider.LinkState.DISCONNECTED);
            assertThat(status.cause()).isEqualTo("stopped");
            assertThat(status.advice()).isNotBlank();
        });
    }

    @Test
    void everyStateOfTheClientHasOneOfOurs() {
        List<LinkState> states = List.of(
                new LinkState.Created(),
                new LinkState.Connecting(true, 0),
                new LinkState.Pairing(false),
                new LinkState.LoggedOut(EndCause.of(EndKind.DEVICE_REMOVED)),
                new LinkState.Failed(EndCause.of(EndKind.CLIENT_OUTDATED)));
        for (LinkState state : states) {
            assertThat(EventTranslation.status(state).state().text()).isEqualTo(state.code());
            assertThat(EventTranslation.status(state).advice()).isNotBlank();
        }
    }
}
