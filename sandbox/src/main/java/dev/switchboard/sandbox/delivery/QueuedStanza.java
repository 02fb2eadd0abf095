// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import org.jspecify.annotations.Nullable;

/// A stanza in a device's queue. Kept encoded, since most wait long and are sent as they are.
public final class QueuedStanza {

    private final long number;
    private final StanzaKind kind;
    private final String id;
    private final boolean peer;
    private final byte[] frame;
    private final boolean restored;
    private @Nullable Node fresh;
    private int attempts;
    boolean sent;

    @Nullable
    QueuedStanza previous;

    @Nullable
    QueuedStanza next;

    @Nullable
    QueuedStanza sameName;

    /// @param frame the stanza encoded; it may be shared with other queues
    QueuedStanza(long number, StanzaKind kind, Node stanza, byte[] frame) {
        this(number, kind, stanza, frame, false);
        fresh = stanza;
    }

    /// As an earlier process kept it.
    QueuedStanza(long number, StanzaKind kind, byte[] frame) {
        this(number, kind, NodeDecoder.decode(frame), frame, true);
    }

    private QueuedStanza(long number, StanzaKind kind, Node stanza, byte[] frame, boolean restored) {
        this.number = number;
        this.kind = kind;
        this.id = stanza.requireText("id");
        this.peer = stanza.hasText("category", "peer");
        this.frame = frame;
        this.restored = restored;
    }

    /// Its place in the queue.
    public long number() {
        return number;
    }

    /// Its kind.
    public StanzaKind kind() {
        return kind;
    }

    /// Its id.
    public String id() {
        return id;
    }

    /// Whether it comes from the own phone and is no part of a chat.
    public boolean isPeer() {
        return peer;
    }

    /// How often it was delivered on earlier lines.
    public int attempts() {
        return attempts;
    }

    void attempts(int count) {
        attempts = count;
    }

    /// Whether it may have been delivered before, by this process or an earlier one.
    public boolean maybeDelivered() {
        return restored || attempts > 0;
    }

    /// The plaintext of its frame; the array is shared and must not be changed.
    public byte[] frame() {
        return frame;
    }

    /// The stanza.
    public Node stanza() {
        Node known = fresh;
        return known == null ? NodeDecoder.decode(frame) : known;
    }

    void forgetNode() {
        fresh = null;
    }

    void lineLost() {
        if (sent) {
            attempts++;
            sent = false;
        }
    }
}
