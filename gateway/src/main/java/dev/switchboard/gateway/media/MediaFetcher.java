// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings in files that are still at the network, each once however many ask for it.
public final class MediaFetcher {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PIPE = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);

    private final MediaLibrary library;
    private final SessionHost host;
    private final Map<String, ReentrantLock> underWay = new ConcurrentHashMap<>();

    public MediaFetcher(MediaLibrary library, SessionHost host) {
        this.library = library;
        this.host = host;
    }

    /// How bringing in a file ended.
    public sealed interface Fetch {
        /// It is here.
        record Here(Media media) implements Fetch {}

        /// The session is not connected, so it cannot be fetched.
        record NotConnected() implements Fetch {}

        /// It could not be had.
        ///
        /// @param code why, stable
        record Failed(String code) implements Fetch {}
    }

    /// The file with its bytes.
    public Fetch bring(SessionLease lease, Media media) throws IOException {
        if (media.here()) {
            return new Fetch.Here(media);
        }
        ReentrantLock lock = underWay.computeIfAbsent(media.id(), _ -> new ReentrantLock());
        lock.lock();
        try {
            Optional<Media> now = library.find(media.session(), media.id());
            if (now.filter(Media::here).isPresent()) {
                return new Fetch.Here(now.get());
            }
            Optional<Bytes> remote = library.remote(media);
            return remote.isEmpty() ? new Fetch.Failed("gone") : download(lease, media, remote.get());
        } finally {
            lock.unlock();
            if (!lock.hasQueuedThreads()) {
                underWay.remove(media.id(), lock);
            }
        }
    }

    private Fetch download(SessionLease lease, Media media, Bytes remote) throws IOException {
        var live = host.live(lease.key());
        if (live.isEmpty()) {
            return new Fetch.NotConnected();
        }
        AtomicReference<Answer<Long>> end = new AtomicReference<>(new Answer.TimedOut<>());
        try (PipedInputStream in = new PipedInputStream(PIPE)) {
            OutputStream out = new PipedOutputStream(in);
            Thread reader = Thread.ofVirtual().name("media-fetch").start(() -> {
                try (out) {
                    end.set(live.get().link().media().download(remote, out, LIMIT));
                } catch (IOException | RuntimeException e) {
                    end.set(new Answer.Refused<>(0, "broken"));
                }
            });
            Addition addition = library.arrive(lease, media, new Confirmed(in, reader, end));
            return switch (addition) {
                case Addition.Added(Media here) -> new Fetch.Here(here);
                case Addition.TooLarge _ -> new Fetch.Failed("too_large");
                case Addition.OverQuota _ -> new Fetch.Failed("over_quota");
                case Addition.Empty _, Addition.WrongType _, Addition.NotFetched _ ->
                    failed(Objects.requireNonNull(end.get()));
            };
        } catch (Unconfirmed _) {
            return failed(Objects.requireNonNull(end.get()));
        }
    }

    private static Fetch failed(Answer<Long> end) {
        return switch (end) {
            case Answer.NotConnected<Long> _ -> new Fetch.NotConnected();
            case Answer.TimedOut<Long> _ -> new Fetch.Failed("timed_out");
            case Answer.Refused<Long>(int _, String reason) -> new Fetch.Failed(reason);
            case Answer.Given<Long> _ -> new Fetch.Failed("empty");
        };
    }

    /// Fetches in the background, as an arriving message may wish; failures are left for whoever asks for the file.
    public void bringLater(SessionKey session, SessionLease lease, String mediaId) {
        Thread.ofVirtual().name("media-arrival").start(() -> {
            try {
                Optional<Media> media = library.find(session.ref(), mediaId);
                if (media.isPresent()) {
                    bring(lease, media.get());
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("a file of a message could not be fetched at its arrival", e);
            }
        });
    }

    /// The download did not end well, so what came of it is not kept.
    private static final class Unconfirmed extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// A stream whose end counts only if the download says that all is well.
    private static final class Confirmed extends InputStream {
        private final InputStream in;
        private final Thread download;
        private final AtomicReference<Answer<Long>> end;

        Confirmed(InputStream in, Thread download, AtomicReference<Answer<Long>> end) {
            this.in = in;
            this.download = download;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
            try {
                download.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Unconfirmed();
            }
            if (!(end.get() instanceof Answer.Given<Long>)) {
                throw new Unconfirmed();
            }
            return -1;
        }
    }
}
