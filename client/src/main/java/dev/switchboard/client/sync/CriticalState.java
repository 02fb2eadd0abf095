// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.PhoneRequests;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.LtHash;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.PatchOutcome;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.stanza.AppStateStanzas;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps up with the one collection of app state without which a client does not know its own name.
final class CriticalState {

    private static final String NAME = AppStateCollection.CRITICAL_BLOCK.wireName();
    private static final Logger LOG = LoggerFactory.getLogger(CriticalState.class);

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final PhoneRequests phone;
    private final Runnable renamed;
    private boolean asking;
    private boolean again;
    private boolean startedOver;

    /// @param renamed called when the account has a new name
    CriticalState(Workbench bench, DeviceDirectory directory, PhoneRequests phone, Runnable renamed) {
        this.bench = bench;
        this.directory = directory;
        this.phone = phone;
        this.renamed = renamed;
    }

    /// A new connection: nothing is under way.
    void reset() {
        asking = false;
        again = false;
        startedOver = false;
    }

    /// Fetches what is new.
    void fetch() {
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        long version = base().version();
        AppStateStanzas.Wanted wanted = version == 0
                ? AppStateStanzas.Wanted.everything(NAME)
                : AppStateStanzas.Wanted.patchesAfter(NAME, version);
        bench.ask(AppStateStanzas.request(bench.nextId(), List.of(wanted)), answer -> {
            asking = false;
            boolean more = answer instanceof Answer.Given<Node>(Node iq) && takeIn(iq);
            if (more || again) {
                again = false;
                fetch();
            }
        });
    }

    private CollectionState base() {
        return bench.state().collection(NAME).map(CriticalState::decode).orElseGet(() -> CollectionState.initial(NAME));
    }

    /// Takes an answer in; true if there is more to fetch.
    private boolean takeIn(Node iq) {
        for (AppStateStanzas.Answer answer : AppStateStanzas.answers(iq)) {
            if (answer.name().equals(NAME) && answer.error().isEmpty()) {
                return apply(answer);
            }
        }
        return false;
    }

    private boolean apply(AppStateStanzas.Answer answer) {
        if (answer.snapshot().isPresent()) {
            LOG.info("app state {} comes as a file, which is not fetched", NAME);
            return false;
        }
        PatchDecoder decoder = new PatchDecoder(id -> bench.state().syncKey(id).map(data -> new SyncKey(id, data)));
        try {
            for (Bytes patch : answer.patches()) {
                if (!apply(decoder, PatchDecoder.parsePatch(patch.toByteArray()))) {
                    return false;
                }
            }
            return answer.morePatches() && !answer.patches().isEmpty();
        } catch (AppStateFailed e) {
            return startOver(e);
        }
    }

    private boolean startOver(AppStateFailed fault) {
        LOG.warn("app state {} does not hold: {}", NAME, fault.code());
        boolean first = !startedOver;
        startedOver = true;
        bench.state().removeCollection(NAME);
        return first;
    }

    private boolean apply(PatchDecoder decoder, SyncdPatch patch) {
        CollectionState base = base();
        if (patch.getVersion().hasVersion() && patch.getVersion().getVersion() <= base.version()) {
            return true;
        }
        if (patch.hasExternalMutations()) {
            LOG.info("a patch of {} comes as a file, which is not fetched", NAME);
            return false;
        }
        PatchOutcome outcome = decoder.apply(
                base,
                patch,
                indexMac -> Optional.ofNullable(
                        bench.state().mutationMacs(NAME, List.of(indexMac)).get(indexMac)));
        return switch (outcome) {
            case PatchOutcome.Applied applied -> {
                store(applied);
                applied.mutations().forEach(this::read);
                yield true;
            }
            case PatchOutcome.KeyMissing(Bytes keyId) -> {
                phone.send(PeerMessages.keyRequest(List.of(keyId)));
                yield false;
            }
            case PatchOutcome.OutOfOrder(long expected, long actual) -> {
                LOG.warn("patch {} of {} came where {} was due", actual, NAME, expected);
                yield false;
            }
        };
    }

    private void store(PatchOutcome.Applied applied) {
        Map<Bytes, Bytes> puts = new HashMap<>();
        List<Bytes> removals = new ArrayList<>();
        for (IndexChange change : applied.changes()) {
            switch (change) {
                case IndexChange.Put(Bytes indexMac, Bytes valueMac) -> puts.put(indexMac, valueMac);
                case IndexChange.Remove(Bytes indexMac) -> removals.add(indexMac);
            }
        }
        if (!puts.isEmpty()) {
            bench.state().putMutationMacs(NAME, puts);
        }
        if (!removals.isEmpty()) {
            bench.state().removeMutationMacs(NAME, removals);
        }
        bench.state().putCollection(NAME, encode(applied.state()));
    }

    private void read(Mutation mutation) {
        if (mutation.operation() == Mutation.Operation.SET
                && SyncAction.of(mutation) instanceof SyncAction.PushName(String name)
                && !name.isEmpty()) {
            rename(name);
        }
    }

    private void rename(String name) {
        Account account = bench.state().account();
        if (account.pushName().equals(Optional.of(name))) {
            return;
        }
        bench.state().updateCredentials(it -> it.withAccount(account.withPushName(name)));
        bench.emit(new ClientEvent.PushNameChanged(directory.party(account.lid()), true, name));
        renamed.run();
    }

    private static Bytes encode(CollectionState state) {
        Bytes version = Bytes.copyOf(
                ByteBuffer.allocate(Long.BYTES).putLong(state.version()).array());
        return Bytes.concat(version, state.hash().state());
    }

    private static CollectionState decode(Bytes record) {
        long version = record.asReadOnlyBuffer().getLong();
        return new CollectionState(NAME, version, new LtHash(record.slice(Long.BYTES, record.size())));
    }
}
