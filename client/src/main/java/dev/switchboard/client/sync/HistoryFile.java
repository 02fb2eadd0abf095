// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.HistoryChunk;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.history.HistoryDecoder;
import dev.switchboard.wire.history.HistoryPart;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One piece of the history on its way from the media store into the device's store, on a thread of its own. The plain
/// file lies on disk and is read twice: first for what says who is who, then for the chats. Only a few chats are in
/// memory at a time.
final class HistoryFile {

    private static final long PROGRESS_EVERY = 1 << 20;
    private static final long PATIENCE_SECONDS = 120;
    private static final int MOST_MESSAGES = 500;
    private static final int MOST_CHATS = 50;
    private static final int MOST_SMALL_PARTS = 1000;

    private final Workbench bench;
    private final HistoryReader reader;
    private final FileFetcher files;
    private final String id;
    private long told;

    HistoryFile(Workbench bench, HistoryReader reader, FileFetcher files, String id) {
        this.bench = bench;
        this.reader = reader;
        this.files = files;
        this.id = id;
    }

    /// Fetches the piece and takes it in; on return all of it is durable.
    void load(PendingHistory pending) throws IOException {
        try (ScratchFile file = new ScratchFile(bench.random())) {
            fetch(pending.notification(), file);
            if (pending.chatsTaken() == 0) {
                read(file, new People());
            }
            Chats chats = new Chats(pending);
            read(file, chats);
            chats.finish();
        }
    }

    private void fetch(HistorySyncNotification notification, ScratchFile file) throws IOException {
        OptionalLong total =
                notification.hasFileLength() ? OptionalLong.of(notification.getFileLength()) : OptionalLong.empty();
        try (OutputStream out = file.write()) {
            files.fetch(MediaReference.of(notification), out, received -> {
                if (received - told >= PROGRESS_EVERY) {
                    told = received;
                    bench.soon(() -> bench.emit(new SyncEvent.HistoryLoading(
                            notification.getSyncType().name(),
                            notification.getChunkOrder(),
                            HistoryIntake.progress(notification),
                            received,
                            total)));
                }
            });
        }
    }

    private interface Taker {
        void take(HistoryPart part);
    }

    private static void read(ScratchFile file, Taker taker) throws IOException {
        try (InputStream in = file.read()) {
            HistoryDecoder.read(in, HistoryDecoder.Limits.FILE, taker::take);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Has something done by the companion's worker, and waits until it is durable.
    private void onWorker(Runnable work) {
        CountDownLatch durable = new CountDownLatch(1);
        bench.soon(() -> {
            work.run();
            bench.afterCommit(durable::countDown);
        });
        try {
            if (!durable.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new UncheckedIOException(new IOException("history: could not be made durable"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("history: interrupted", e));
        }
    }

    /// The first reading: who is who.
    private final class People implements Taker {

        private final List<HistoryPart> parts = new ArrayList<>();

        @Override
        public void take(HistoryPart part) {
            switch (part) {
                case HistoryPart.LidMapping _ -> parts.add(part);
                case HistoryPart.Rest _ -> {
                    parts.add(part);
                    flush();
                }
                case HistoryPart.Chat _, HistoryPart.Status _, HistoryPart.Name _ -> {}
            }
            if (parts.size() >= MOST_SMALL_PARTS) {
                flush();
            }
        }

        private void flush() {
            List<HistoryPart> batch = List.copyOf(parts);
            parts.clear();
            onWorker(() -> batch.forEach(this::keep));
        }

        private void keep(HistoryPart part) {
            switch (part) {
                case HistoryPart.LidMapping(PhoneNumberToLIDMapping mapping) ->
                    reader.learn(mapping.getPnJid(), mapping.getLidJid());
                case HistoryPart.Rest(HistorySync rest) -> reader.keep(rest);
                case HistoryPart.Chat _, HistoryPart.Status _, HistoryPart.Name _ -> {}
            }
        }
    }

    /// The second reading: chats, status posts and names.
    private final class Chats implements Taker {

        private final HistorySyncNotification notification;
        private final int skip;
        private PendingHistory pending;
        private final List<Conversation> conversations = new ArrayList<>();
        private final List<WebMessageInfo> statuses = new ArrayList<>();
        private final List<Pushname> names = new ArrayList<>();
        private int seen;
        private int messages;

        Chats(PendingHistory pending) {
            this.pending = pending;
            this.notification = pending.notification();
            this.skip = pending.chatsTaken();
        }

        @Override
        public void take(HistoryPart part) {
            switch (part) {
                case HistoryPart.Chat(Conversation conversation) -> {
                    if (++seen > skip) {
                        conversations.add(conversation);
                        messages += conversation.getMessagesCount();
                    }
                }
                case HistoryPart.Status(WebMessageInfo status) -> statuses.add(status);
                case HistoryPart.Name(Pushname name) -> names.add(name);
                case HistoryPart.LidMapping _, HistoryPart.Rest _ -> {}
            }
            boolean full = messages >= MOST_MESSAGES
                    || conversations.size() >= MOST_CHATS
                    || statuses.size() + names.size() >= MOST_SMALL_PARTS;
            if (full) {
                hand(false);
            }
        }

        void finish() {
            hand(true);
        }

        private void hand(boolean last) {
            List<Conversation> chats = List.copyOf(conversations);
            List<WebMessageInfo> posts = List.copyOf(statuses);
            List<Pushname> people = List.copyOf(names);
            conversations.clear();
            statuses.clear();
            names.clear();
            messages = 0;
            pending = pending.afterChats(Math.max(seen, skip));
            PendingHistory progress = pending;
            onWorker(() -> {
                if (!bench.state().pendingHistory().containsKey(id)) {
                    return;
                }
                chats.forEach(reader::learn);
                bench.emit(new ClientEvent.HistoryReceived(new HistoryChunk(
                        notification.getSyncType().name(),
                        notification.getChunkOrder(),
                        HistoryIntake.progress(notification),
                        HistoryIntake.requestId(notification),
                        last,
                        chats.stream().flatMap(one -> reader.chat(one).stream()).toList(),
                        posts.stream()
                                .flatMap(one -> reader.status(one).stream())
                                .toList(),
                        people.stream()
                                .flatMap(one -> reader.name(one).stream())
                                .toList())));
                bench.state().putPendingHistory(id, progress.encode());
            });
        }
    }
}
