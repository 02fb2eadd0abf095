// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyStanzas.Fetched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens Signal sessions with devices by the keys they have laid down.
public final class SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    /// Keys of so many devices are asked for at once.
    private static final int BATCH = 128;

    /// From so many on it is worth sharing out.
    private static final int MANY = 16;

    private final Workbench bench;
    private final DeviceDirectory directory;

    public SessionOpener(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Whether something can be encrypted for a device now.
    public boolean isOpen(Jid device) {
        return bench.state()
                .session(device.signalAddress())
                .filter(SessionRecord::canEncrypt)
                .isPresent();
    }

    /// Fetches keys and opens sessions; the answer names the devices that could not be opened.
    ///
    /// @param anew whether to begin a new session even where there is one
    public void open(Collection<Jid> devices, boolean anew, Consumer<Answer<Set<Jid>>> then) {
        List<PreKeyStanzas.Wanted> wanted = devices.stream()
                .map(device -> new PreKeyStanzas.Wanted(device, true))
                .toList();
        bench.ask(
                PreKeyStanzas.fetchRequest(bench.nextId(), wanted),
                answer -> then.accept(answer.map(iq -> begin(iq, devices, anew))));
    }

    /// Fetches keys for many devices in batches, all asked for at once, and opens sessions.
    ///
    /// @param then gets the devices that could not be opened; not called if the connection ends before
    public void openMany(List<Jid> devices, Consumer<Set<Jid>> then) {
        if (devices.isEmpty()) {
            then.accept(Set.of());
            return;
        }
        // A phone is asked for before the devices it vouches for.
        List<Jid> sorted = devices.stream()
                .sorted(Comparator.comparing(Jid::user).thenComparingInt(Jid::device))
                .toList();
        Set<Jid> failed = new HashSet<>();
        int batches = (devices.size() + BATCH - 1) / BATCH;
        AtomicInteger left = new AtomicInteger(batches);
        for (int i = 0; i < batches; i++) {
            List<Jid> batch = sorted.subList(i * BATCH, Math.min(devices.size(), (i + 1) * BATCH));
            open(batch, false, answer -> {
                switch (answer) {
                    case Answer.Given<Set<Jid>>(Set<Jid> without) -> failed.addAll(without);
                    case Answer.Refused<Set<Jid>> _, Answer.TimedOut<Set<Jid>> _ -> failed.addAll(batch);
                    case Answer.NotConnected<Set<Jid>> _ -> {
                        return;
                    }
                }
                if (left.decrementAndGet() == 0) {
                    then.accept(failed);
                }
            });
        }
    }

    private Set<Jid> begin(Node iq, Collection<Jid> devices, boolean anew) {
        Set<Jid> failed = new HashSet<>(devices);
        List<Fetched> all = PreKeyStanzas.fetched(iq);
        // Phones first, as they vouch for the other devices of their accounts.
        for (boolean phones : new boolean[] {true, false}) {
            List<Opening> openings = new ArrayList<>();
            for (Fetched fetched : all) {
                if ((fetched.device().device() == 0) == phones) {
                    consider(fetched, anew, failed).ifPresent(openings::add);
                }
            }
            begin(openings).forEach(failed::remove);
        }
        return failed;
    }

    /// What is to be begun by fetched keys, if anything.
    private Optional<Opening> consider(Fetched fetched, boolean anew, Set<Jid> failed) {
        Jid device = directory.sessionJid(fetched.device());
        switch (fetched) {
            case Fetched.Found(var _, var bundle) -> {
                // Another conversation may have opened it meanwhile.
                if (anew || !isOpen(device)) {
                    return Optional.of(opening(device, bundle));
                }
                failed.remove(device);
            }
            case Fetched.Refused(var _, var error) -> LOG.debug("no keys for a device: {}", error.code());
            case Fetched.Unusable(var _, var cause) -> LOG.debug("unusable keys of a device: {}", cause.code());
        }
        return Optional.empty();
    }

    /// Begins a session by a bundle; false if its keys are unusable, or the device's account does not vouch for it.
    public boolean begin(Jid device, KeyBundle bundle) {
        return !begin(List.of(opening(device, bundle))).isEmpty();
    }

    private Opening opening(Jid device, KeyBundle bundle) {
        SessionRecord before = bench.state().session(device.signalAddress()).orElse(SessionRecord.EMPTY);
        return new Opening(device, bundle, before, accountOf(device));
    }

    /// Begins sessions; the arithmetic of many is shared out among processors.
    ///
    /// @return the devices with which one was begun
    private List<Jid> begin(List<Opening> openings) {
        LocalIdentity self = bench.state().identity();
        Stream<Opening> work = openings.size() >= MANY ? openings.parallelStream() : openings.stream();
        List<Optional<SessionRecord>> begun =
                work.map(opening -> opening.begin(self, bench.random())).toList();
        List<Jid> devices = new ArrayList<>();
        for (int i = 0; i < openings.size(); i++) {
            Opening opening = openings.get(i);
            begun.get(i).ifPresent(session -> {
                trust(opening.device(), opening.bundle().identity());
                bench.state().putSession(opening.device().signalAddress(), session);
                devices.add(opening.device());
            });
        }
        return devices;
    }

    /// A session that is to be begun, with all that it takes.
    ///
    /// @param before what is kept under the device's address so far
    /// @param account the key of the device's account, where known
    private record Opening(Jid device, KeyBundle bundle, SessionRecord before, Optional<PublicKey> account) {

        /// The record with the new session; empty if the keys are unusable, or the account does not vouch for the
        /// device.
        Optional<SessionRecord> begin(LocalIdentity self, RandomGenerator random) {
            if (!vouchedFor()) {
                LOG.warn("keys of a device are refused: its account does not vouch for it");
                return Optional.empty();
            }
            try {
                return Optional.of(SignalSession.begin(before, self, bundle.preKeyBundle(), random));
            } catch (InvalidKey e) {
                LOG.warn("keys of a device are refused: {}", e.code());
                return Optional.empty();
            }
        }

        /// The server hands device identities out without the account's key, so that there is nothing to check them by
        /// until the account's phone is known.
        private boolean vouchedFor() {
            if (device.device() == 0
                    || device.isHosted()
                    || bundle.deviceIdentity().isEmpty()
                    || account.isEmpty()) {
                return true;
            }
            try {
                AdvIdentity.verifyReply(bundle.deviceIdentity().get(), account.get(), bundle.identity());
                return true;
            } catch (PairingFailed e) {
                LOG.debug("device is not vouched for: {}", e.code());
                return false;
            }
        }
    }

    /// An account's key is the identity key of its phone.
    private Optional<PublicKey> accountOf(Jid device) {
        return bench.state().trustedIdentity(device.bare().signalAddress());
    }

    /// Makes sure that a device's account is the one that is known, if it is known.
    ///
    /// @throws PairingFailed if it is another one
    public void requireAccount(Jid device, PublicKey accountKey) {
        if (accountOf(device).filter(known -> !known.equals(accountKey)).isPresent()) {
            throw new PairingFailed(
                    PairingFailed.Reason.BAD_SIGNATURE, "device identity: of another account than the phone's");
        }
    }

    /// Trusts a device's identity key from now on, and tells if it was another one before.
    public void trust(Jid device, PublicKey identity) {
        SignalAddress address = device.signalAddress();
        Optional<PublicKey> before = bench.state().trustedIdentity(address);
        if (before.equals(Optional.of(identity))) {
            return;
        }
        bench.state().putIdentity(address, identity);
        if (before.isPresent()) {
            bench.state().noteIdentityChange(device.bare(), bench.now());
            bench.emit(new ClientEvent.IdentityChanged(directory.party(device), device.device()));
        }
    }
}
