// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.sandbox.checker.StanzaRecorder;
import dev.switchboard.sandbox.control.AdminInterface;
import dev.switchboard.sandbox.control.FaultFile;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.listener.Listener;
import dev.switchboard.sandbox.listener.NoiseIdentity;
import dev.switchboard.sandbox.listener.TlsAuthority;
import dev.switchboard.sandbox.media.Media;
import dev.switchboard.sandbox.media.MediaAuth;
import dev.switchboard.sandbox.media.MediaHost;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.network.SystemTimers;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.sandbox.phone.PhoneFiles;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.server.Network;
import dev.switchboard.sandbox.store.JournalStore;
import dev.switchboard.sandbox.store.MemoryStore;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// A running sandbox: a whole simulated network behind one port.
public final class Sandbox implements AutoCloseable {

    private static final String NOISE_KEY = Network.SERVER_RECORDS + "noise";
    private static final String MEDIA_KEY = Network.SERVER_RECORDS + "media-auth";
    private static final String MEDIA_FOLDER = "media";
    private static final String ROOT_FILE = "noise-root.hex";
    private static final String STATE_FOLDER = "state";

    private final SandboxConfig config;
    private final Timers timers;
    private final TlsAuthority tls;
    private final NoiseIdentity noise;
    private final Faults faults;
    private final StanzaRecorder recorder = new StanzaRecorder();
    private final SimulatedPhones phones;
    private final Media media;
    private final Network network;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    /// Starts a sandbox and waits until its port is open.
    public static Sandbox start(SandboxConfig config) {
        return start(config, new SystemTimers());
    }

    static Sandbox start(SandboxConfig config, Timers timers) {
        return start(config, timers, store -> store);
    }

    /// @param guard stands before the store
    static Sandbox start(SandboxConfig config, Timers timers, UnaryOperator<StateStore> guard) {
        return new Sandbox(config, timers, guard);
    }

    private Sandbox(SandboxConfig config, Timers timers, UnaryOperator<StateStore> guard) {
        this.config = config;
        this.timers = timers;
        this.tls = config.dataFolder()
                .map(folder -> TlsAuthority.in(folder, config.clock().instant()))
                .orElseGet(() -> TlsAuthority.create(config.clock().instant()));
        this.faults = new Faults(config.random());
        config.faultFile().ifPresent(this::setFaults);
        StateStore store = guard.apply(config.dataFolder()
                .<StateStore>map(folder -> JournalStore.open(folder.resolve(STATE_FOLDER)))
                .orElseGet(MemoryStore::new));
        this.noise = NoiseIdentity.in(store, NOISE_KEY, config.clock(), config.random());
        this.media = openMedia(config, store);
        store.commit();
        config.dataFolder().ifPresent(this::writeRoot);
        this.phones = new SimulatedPhones(
                new SimulatedPhones.Settings(
                        config.clock(),
                        config.random(),
                        timers,
                        config.advSecret(),
                        new PhoneFiles(media.store(), media.host(), config.clock(), config.random()),
                        config.firstCompanion() > 0),
                recorder);
        this.network = new Network(settings(config), store, timers, faults, recorder, phones, media);
        phones.connect(network);
        this.listener = open();
        network.whenFailed(this::fail);
        media.host().listensAt(reachable(config.host()) + ":" + port());
    }

    /// A name under which a host can be reached that may stand for all of a machine's.
    private static String reachable(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "localhost";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static Media openMedia(SandboxConfig config, StateStore store) {
        return new Media(
                MediaStore.open(
                        config.dataFolder().map(folder -> folder.resolve(MEDIA_FOLDER)),
                        config.mediaAge(),
                        config.clock()),
                MediaAuth.in(store, MEDIA_KEY, config.clock(), config.random()),
                new MediaHost(config.mediaHost(), config.tls()));
    }

    private static Network.Settings settings(SandboxConfig config) {
        return new Network.Settings(
                config.clock(),
                config.random(),
                config.firstCompanion(),
                config.groupAddressing(),
                config.sharedAddressBook(),
                config.chatStateTtl(),
                config.snapshotAfter(),
                config.pingInterval(),
                config.idleTimeout());
    }

    private Listener open() {
        try {
            network.start();
            AdminInterface admin = new AdminInterface(
                    new AdminInterface.Parts(network, phones, faults, recorder),
                    new AdminInterface.Trust(tls.pem(), noise.root()),
                    config.adminToken());
            return Listener.open(
                    new InetSocketAddress(config.host(), config.port()),
                    config.tls() ? Optional.of(credentials()) : Optional.empty(),
                    new Listener.Doors(network.gate(), noise, faults, media.server(faults, timers), doors(admin)),
                    config.clock());
        } catch (RuntimeException e) {
            closeNetwork();
            throw e;
        }
    }

    /// Pictures are for everybody, the rest is for operators.
    private HttpHandler doors(HttpHandler admin) {
        HttpHandler pictures = network.pictures();
        return request -> request.path().startsWith(Pictures.PATH) ? pictures.handle(request) : admin.handle(request);
    }

    private void closeNetwork() {
        timers.close();
        phones.close();
        network.close();
        media.store().close();
    }

    private void setFaults(Path file) {
        try {
            FaultFile.load(faults, Bytes.copyOf(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("the fault file cannot be read", e);
        }
    }

    private void writeRoot(Path folder) {
        try {
            Files.writeString(folder.resolve(ROOT_FILE), noise.root().hex() + "\n");
        } catch (IOException e) {
            throw new IllegalStateException("the data folder cannot be written", e);
        }
    }

    private TlsAuthority.Credentials credentials() {
        List<String> names = new ArrayList<>(List.of("localhost"));
        names.addAll(config.names());
        List<byte[]> addresses = List.of(address("127.0.0.1"), address("::1"));
        return tls.issue(names, addresses, config.clock().instant());
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address that is no address", e);
        }
    }

    /// The port it listens on.
    public int port() {
        return listener.port();
    }

    /// Where clients connect.
    public URI chatUri() {
        return URI.create((config.tls() ? "wss://" : "ws://") + config.host() + ":" + port() + "/ws/chat");
    }

    /// Where operators do.
    public URI adminUri() {
        return URI.create((config.tls() ? "https://" : "http://") + config.host() + ":" + port());
    }

    /// The CA that signs the port's TLS certificate, as PEM.
    public String caPem() {
        return tls.pem();
    }

    /// The Noise root's public key, 32 bytes.
    public Bytes noiseRoot() {
        return noise.root();
    }

    /// The server behind the port.
    public PhoneNetwork network() {
        return network;
    }

    /// The phones.
    public SimulatedPhones phones() {
        return phones;
    }

    /// The faults that can be set.
    public Faults faults() {
        return faults;
    }

    /// Closes the port, ends the phones, keeps what must be kept.
    @Override
    public void close() {
        end.complete(true);
        closeOnce();
    }

    /// Completed with true once it was closed, with false once it has closed itself, since it could not keep its
    /// state: a full disk, for instance.
    public CompletableFuture<Boolean> end() {
        return end.copy();
    }

    private void fail() {
        closeOnce();
        end.complete(false);
    }

    private void closeOnce() {
        if (closed.compareAndSet(false, true)) {
            listener.close();
            closeNetwork();
        }
    }
}
