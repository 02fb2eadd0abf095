// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.ChatState;
import dev.switchboard.wire.stanza.Presence;
import java.time.Instant;
import java.util.Optional;

/// Takes in who is there and who is typing. None of it is acknowledged.
public final class PresenceReader {

    private final Workbench bench;
    private final DeviceDirectory directory;

    public PresenceReader(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Takes a `<presence>` in.
    public void presence(Node stanza) {
        if (Presence.of(stanza) instanceof Presence.Update(Jid from, boolean available, Optional<Instant> last)) {
            bench.emit(new ClientEvent.PresenceChanged(directory.party(from), available, last));
        }
    }

    /// Takes a `<chatstate>` in.
    public void chatState(Node stanza) {
        ChatState state = ChatState.of(stanza);
        Optional<Jid> from = state.route().from();
        if (from.isEmpty() || state.activity().isEmpty()) {
            return;
        }
        ChatActivity activity = switch (state.activity().get()) {
            case COMPOSING -> ChatActivity.COMPOSING;
            case RECORDING -> ChatActivity.RECORDING;
            case PAUSED -> ChatActivity.PAUSED;
        };
        Jid person = state.route().participant().orElse(from.get());
        bench.emit(new ClientEvent.ChatActivityChanged(directory.party(from.get()), directory.party(person), activity));
    }
}
