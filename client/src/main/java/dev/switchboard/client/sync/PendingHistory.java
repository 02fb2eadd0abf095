// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.HistorySyncNotification;
import java.nio.ByteBuffer;

/// A piece of the history that lies in the media store.
///
/// @param notification where it lies, and its key
/// @param chatsTaken how many of its chats have been taken in
/// @param tries how often it could not be fetched
/// @param finished whether all of it is taken in, and only the phone has not been told
record PendingHistory(HistorySyncNotification notification, int chatsTaken, int tries, boolean finished) {

    private static final int HEADER = 9;

    static PendingHistory of(HistorySyncNotification notification) {
        return new PendingHistory(notification, 0, 0, false);
    }

    PendingHistory afterChats(int taken) {
        return new PendingHistory(notification, taken, tries, finished);
    }

    PendingHistory afterFault() {
        return new PendingHistory(notification, chatsTaken, tries + 1, finished);
    }

    PendingHistory asFinished() {
        return new PendingHistory(notification, chatsTaken, tries, true);
    }

    /// The same after the phone put it somewhere else.
    PendingHistory movedTo(String directPath) {
        return new PendingHistory(
                notification.toBuilder().setDirectPath(directPath).build(), chatsTaken, 0, finished);
    }

    Bytes encode() {
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .put((byte) (finished ? 1 : 0))
                .putInt(chatsTaken)
                .putInt(tries);
        return Bytes.concat(Bytes.copyOf(header.array()), Bytes.copyOf(notification.toByteArray()));
    }

    static PendingHistory decode(Bytes record) {
        ByteBuffer header = record.asReadOnlyBuffer();
        boolean finished = header.get() != 0;
        int chatsTaken = header.getInt();
        int tries = header.getInt();
        try {
            return new PendingHistory(
                    HistorySyncNotification.parseFrom(
                            record.slice(HEADER, record.size()).toByteArray()),
                    chatsTaken,
                    tries,
                    finished);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("stored record: no history notification", e);
        }
    }
}
