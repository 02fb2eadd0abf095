// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.sync;

import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.work.Errand;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches pieces of the history from the media store, one at a time, and takes them in part by part. How far it has
/// come is part of each commit, so a restart goes on where it stopped; only when all is durable the phone is told.
final class HistoryLoader {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final int TRIES_BEFORE_PHONE = 3;
    private static final int MOST_TRIES = 8;
    private static final Logger LOG = LoggerFactory.getLogger(HistoryLoader.class);

    private final Workbench bench;
    private final HistoryReader reader;
    private final FileFetcher files;
    private ArrayDeque<String> queue = new ArrayDeque<>(1);
    private final Set<String> known = new HashSet<>(1);
    private boolean loading;

    HistoryLoader(Workbench bench, HistoryReader reader, FileFetcher files) {
        this.bench = bench;
        this.reader = reader;
        this.files = files;
    }

    /// Notes a piece to be fetched.
    void add(String id, HistorySyncNotification notification) {
        bench.state().putPendingHistory(id, PendingHistory.of(notification).encode());
        bench.afterCommit(() -> enqueue(id));
        bench.soon(this::next);
    }

    private void enqueue(String id) {
        if (known.add(id)) {
            queue.add(id);
        }
    }

    private Optional<PendingHistory> stored(String id) {
        return Optional.ofNullable(bench.state().pendingHistory().get(id)).map(PendingHistory::decode);
    }

    /// Takes up what was left.
    void resume() {
        for (Map.Entry<String, Bytes> entry : bench.state().pendingHistory().entrySet()) {
            PendingHistory pending = PendingHistory.decode(entry.getValue());
            if (pending.finished()) {
                tellPhone(entry.getKey());
            } else if (pending.tries() < MOST_TRIES) {
                enqueue(entry.getKey());
            }
        }
        next();
    }

    /// Tries everything again.
    void retry() {
        bench.state().pendingHistory().forEach((id, record) -> {
            PendingHistory pending = PendingHistory.decode(record);
            bench.state()
                    .putPendingHistory(
                            id,
                            pending.movedTo(pending.notification().getDirectPath())
                                    .encode());
            enqueue(id);
        });
        bench.soon(this::next);
    }

    /// The phone answers that it put a piece into the store once more, or why not.
    boolean uploadedAgain(String id, MediaRetryStanza answer) {
        Optional<PendingHistory> pending = stored(id);
        pending.ifPresent(found -> newPath(id, found, answer).ifPresent(path -> {
            bench.state().putPendingHistory(id, found.movedTo(path).encode());
            bench.afterCommit(() -> enqueue(id));
            bench.soon(this::next);
        }));
        return pending.isPresent();
    }

    private static Optional<String> newPath(String id, PendingHistory pending, MediaRetryStanza answer) {
        if (answer.sealed().isEmpty()) {
            return Optional.empty();
        }
        try {
            MediaKey key = new MediaKey(
                    Bytes.copyOf(pending.notification().getMediaKey().toByteArray()));
            String path = MediaRetry.openAnswer(key, id, answer.sealed().get()).getDirectPath();
            return path.isEmpty() ? Optional.empty() : Optional.of(path);
        } catch (WireException e) {
            LOG.warn("an answer about a piece of the history does not open: {}", e.code());
            return Optional.empty();
        }
    }

    private void next() {
        if (loading || queue.isEmpty()) {
            return;
        }
        String id = queue.remove();
        Optional<PendingHistory> pending = stored(id);
        if (pending.isEmpty()
                || bench.state().findCredentials().filter(it -> it.linked()).isEmpty()) {
            known.remove(id);
            next();
            return;
        }
        loading = true;
        HistorySyncNotification notification = pending.get().notification();
        Errand.run(
                bench,
                "history",
                () -> {
                    new HistoryFile(bench, reader, files, id).load(pending.get());
                    return true;
                },
                outcome -> {
                    loading = false;
                    known.remove(id);
                    switch (outcome) {
                        case Errand.Outcome.Done<Boolean> _ -> finished(id, notification);
                        case Errand.Outcome.Failed<Boolean>(Exception fault) -> failed(id, fault);
                    }
                    next();
                });
    }

    private void finished(String id, HistorySyncNotification notification) {
        if (stored(id).isEmpty()) {
            return;
        }
        HistoryIntake.tellIfComplete(bench, notification);
        tellPhone(id);
    }

    /// The phone hears that a piece is taken in, now or when there is a connection again.
    private void tellPhone(String id) {
        if (bench.connected()) {
            bench.state().removePendingHistory(id);
            bench.send(Receipt.of(
                            ReceiptType.HISTORY_SYNC,
                            id,
                            Route.to(bench.state().account().pn().bare()))
                    .toNode());
        } else {
            stored(id)
                    .ifPresent(pending -> bench.state()
                            .putPendingHistory(id, pending.asFinished().encode()));
        }
    }

    private void failed(String id, Exception fault) {
        Optional<PendingHistory> before = stored(id);
        if (before.isEmpty()) {
            return;
        }
        PendingHistory pending = before.get().afterFault();
        bench.state().putPendingHistory(id, pending.encode());
        String reason = fault instanceof WireException known ? known.code() : "file-unavailable";
        LOG.info("a piece of the history could not be taken in: {}", reason, fault);
        boolean again = pending.tries() < MOST_TRIES;
        HistorySyncNotification notification = pending.notification();
        bench.emit(new SyncEvent.HistoryStuck(
                notification.getSyncType().name(), notification.getChunkOrder(), reason, again));
        if (!again) {
            return;
        }
        if (pending.tries() == TRIES_BEFORE_PHONE) {
            askPhone(id, notification);
        }
        bench.later(FIRST_RETRY.multipliedBy(1L << pending.tries()), () -> {
            enqueue(id);
            next();
        });
    }

    /// Asks the phone to put a piece into the store once more.
    private void askPhone(String id, HistorySyncNotification notification) {
        if (!bench.connected() || notification.getMediaKey().isEmpty()) {
            return;
        }
        MediaKey key = new MediaKey(Bytes.copyOf(notification.getMediaKey().toByteArray()));
        MediaRetryStanza.Sealed sealed = MediaRetry.sealRequest(key, id, bench.random());
        MediaRetryStanza request = new MediaRetryStanza(
                Optional.of(sealed),
                Optional.of(bench.state().account().pn().bare()),
                true,
                Optional.empty(),
                OptionalInt.empty());
        bench.send(Receipt.mediaRetry(id, Route.to(bench.state().account().pn().bare()), request)
                .withCategory(Optional.of("peer"))
                .toNode());
    }
}
