// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyStanzas.Fetched;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens Signal sessions with devices by the keys they have laid down.
public final class SessionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

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

    private Set<Jid> begin(Node iq, Collection<Jid> devices, boolean anew) {
        Set<Jid> failed = new HashSet<>(devices);
        for (Fetched fetched : PreKeyStanzas.fetched(iq)) {
            Jid device = directory.sessionJid(fetched.device());
            switch (fetched) {
                case Fetched.Found(var _, var bundle) -> {
                    // Another conversation may have opened it meanwhile.
                    boolean needed = anew || !isOpen(device);
                    if (!needed || begin(device, bundle.preKeyBundle())) {
                        failed.remove(device);
                    }
                }
                case Fetched.Refused(var _, var error) -> LOG.debug("no keys for a device: {}", error.code());
                case Fetched.Unusable(var _, var cause) -> LOG.debug("unusable keys of a device: {}", cause.code());
            }
        }
        return failed;
    }

    /// Begins a session by a bundle; false if its keys are unusable.
    public boolean begin(Jid device, PreKeyBundle bundle) {
        SignalAddress address = device.signalAddress();
        SessionRecord before = bench.state().session(address).orElse(SessionRecord.EMPTY);
        try {
            SessionRecord after = SignalSession.begin(before, bench.state().identity(), bundle, bench.random());
            trust(device, bundle.identity());
            bench.state().putSession(address, after);
            return true;
        } catch (InvalidKey e) {
            LOG.warn("keys of a device are refused: {}", e.code());
            return false;
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
            bench.emit(new ClientEvent.IdentityChanged(directory.party(device), device.device()));
        }
    }
}
