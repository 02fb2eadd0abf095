// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.List;

/// The messages that the own phone is yet to be asked for, oldest first.
public record Unread(List<Message> messages) {

    private static final int FORM = 1;

    /// So many are remembered; more at a time mean that asking is no help.
    private static final int MOST = 64;

    public static final Unread NONE = new Unread(List.of());

    public Unread {
        messages = List.copyOf(messages);
    }

    /// A message that cannot be read.
    ///
    /// @param user whose it is, as [Undecrypted] is kept
    /// @param device the device it came from
    /// @param own whether that is this account's
    public record Message(Jid user, Jid device, Jid chat, String id, boolean own) {}

    /// These and one more; the oldest gives way.
    public Unread with(Message message) {
        List<Message> more =
                new ArrayList<>(without(message.user(), message.id()).messages());
        more.add(message);
        return new Unread(more.subList(Math.max(0, more.size() - MOST), more.size()));
    }

    /// These without one.
    public Unread without(Jid user, String id) {
        return new Unread(messages.stream()
                .filter(message -> !message.user().equals(user) || !message.id().equals(id))
                .toList());
    }

    public Bytes encode() {
        return new Packer(FORM)
                .list(
                        messages,
                        (out, message) -> out.jid(message.user())
                                .jid(message.device())
                                .jid(message.chat())
                                .text(message.id())
                                .flag(message.own()))
                .done();
    }

    public static Unread decode(Bytes record) {
        return new Unread(
                new Unpacker(record, FORM).list(in -> new Message(in.jid(), in.jid(), in.jid(), in.text(), in.flag())));
    }
}
