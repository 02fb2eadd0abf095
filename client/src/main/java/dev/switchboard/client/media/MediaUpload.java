// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.connection.HttpExchange;
import dev.switchboard.client.connection.HttpTransport;
import dev.switchboard.client.mex.Json;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Uploads files. A file is read twice: the store wants its hash before its bytes.
final class MediaUpload {

    private static final int MOST_TRIES = 5;
    private static final int ANSWER_LIMIT = 64 * 1024;

    /// Smaller files are sent anew rather than asking how far they came.
    private static final long WORTH_RESUMING = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MediaUpload.class);

    private final MediaNetwork network;
    private final MediaHosts hosts;
    private final InstantSource clock;
    private final RandomGenerator random;

    MediaUpload(MediaNetwork network, MediaHosts hosts, InstantSource clock, RandomGenerator random) {
        this.network = network;
        this.hosts = hosts;
        this.clock = clock;
        this.random = random;
    }

    /// What the store answers.
    private record Place(String directPath, Optional<String> url, Optional<String> handle) {}

    /// How far an earlier try came.
    private sealed interface Progress {
        record Done(Place place) implements Progress {}

        record Partial(long bytes) implements Progress {}
    }

    UploadedMedia encrypted(MediaKind kind, MediaSource source) throws InterruptedException {
        MediaKey key = MediaKey.generate(random);
        UploadForm.Encrypted form = UploadForm.Encrypted.of(kind, source, key);
        EncryptedMedia facts = form.facts();
        Place place = send(form);
        MediaReference reference = new MediaReference(
                kind,
                source.mimetype(),
                Optional.of(place.directPath()),
                place.url(),
                Optional.of(key),
                MediaDecryptor.Expected.of(facts));
        return new UploadedMedia(reference, clock.instant(), place.handle(), facts.streamingSidecar());
    }

    UploadedMedia open(MediaKind kind, MediaSource source) throws InterruptedException {
        UploadForm.Open form = UploadForm.Open.of(kind, source);
        Place place = send(form);
        MediaReference reference = new MediaReference(
                kind,
                source.mimetype(),
                Optional.of(place.directPath()),
                place.url(),
                Optional.empty(),
                new MediaDecryptor.Expected(
                        Optional.of(form.hash()), Optional.empty(), OptionalLong.of(form.length())));
        return new UploadedMedia(reference, clock.instant(), place.handle(), Optional.empty());
    }

    private Place send(UploadForm form) throws InterruptedException {
        IOException last = new IOException("no host");
        boolean renewed = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            MediaConnection connection = hosts.current();
            List<String> names = MediaHosts.inOrder(connection);
            String host = names.get(tries % names.size());
            try {
                return attempt(form, host, connection.auth(), tries > 0);
            } catch (Denied e) {
                if (renewed) {
                    throw new MediaFault(MediaFault.Kind.FORBIDDEN, "media upload: refused with " + e.status, e);
                }
                renewed = true;
                hosts.forget(connection);
            } catch (IOException e) {
                LOG.debug("upload broke off: {}", e.getMessage());
                last = e;
                if ((tries + 1) % names.size() == 0) {
                    network.pause(tries);
                }
            }
        }
        throw new MediaFault(MediaFault.Kind.NETWORK, "media upload: " + last.getMessage(), last);
    }

    /// The permission is not, or no longer, good.
    private static final class Denied extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Denied(int status) {
            super("the server answers " + status);
            this.status = status;
        }
    }

    private Place attempt(UploadForm form, String host, String auth, boolean again)
            throws IOException, InterruptedException {
        String target = form.target(auth);
        long from = 0;
        if (again && form.length() >= WORTH_RESUMING) {
            switch (progress(host, target)) {
                case Progress.Done(Place place) -> {
                    return place;
                }
                case Progress.Partial(long bytes) -> from = bytes < form.length() ? bytes : 0;
            }
        }
        return post(form, host, from > 0 ? target + "&file_offset=" + from : target, from);
    }

    private Progress progress(String host, String target) throws IOException, InterruptedException {
        try (HttpExchange exchange =
                network.open(host, new HttpTransport.Request("POST", target + "&resume=1", Map.of(), 0))) {
            HttpExchange.Answer answer = exchange.answer();
            if (answer.status() == 401 || answer.status() == 403) {
                throw new Denied(answer.status());
            }
            if (answer.status() != 200) {
                return new Progress.Partial(0);
            }
            Json json = read(exchange);
            if (json.text("resume").filter("complete"::equals).isPresent()) {
                return new Progress.Done(place(json));
            }
            return new Progress.Partial(Math.max(0, json.number("resume").orElse(0)));
        }
    }

    private Place post(UploadForm form, String host, String target, long from)
            throws IOException, InterruptedException {
        HttpTransport.Request request = new HttpTransport.Request(
                "POST", target, Map.of("content-type", "application/octet-stream"), form.length() - from);
        try (HttpExchange exchange = network.open(host, request)) {
            try (BodyStream body = new BodyStream(exchange, from)) {
                form.writeTo(body);
            } catch (IOException e) {
                // The server may have refused before it had everything.
                if (!exchange.answered()) {
                    throw e;
                }
            }
            HttpExchange.Answer answer = exchange.answer();
            if (answer.status() != 200) {
                refuse(answer.status());
            }
            return place(read(exchange));
        }
    }

    private static void refuse(int status) throws IOException {
        switch (status) {
            case 401, 403 -> throw new Denied(status);
            case 413 -> throw new MediaFault(MediaFault.Kind.TOO_LARGE, "media upload: refused with 413");
            default -> {
                if (status >= 500 || status == 408 || status == 429) {
                    throw new IOException("the server answers " + status);
                }
                throw new MediaFault(MediaFault.Kind.REFUSED, "media upload: refused with " + status);
            }
        }
    }

    private static Json read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.body().readNBytes(ANSWER_LIMIT);
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (WireException e) {
            throw new IOException("the server's answer is no JSON", e);
        }
    }

    private static Place place(Json answer) throws IOException {
        String path = answer.text("direct_path")
                .filter(text -> text.startsWith("/"))
                .orElseThrow(() -> new IOException("the server tells no path"));
        return new Place(path, answer.text("url"), answer.text("handle"));
    }

    /// Sends what is written as a request's body, without its first bytes where the server has those.
    private static final class BodyStream extends OutputStream {
        private static final int CHUNK = 64 * 1024;

        private final HttpExchange exchange;
        private final byte[] buffer = new byte[CHUNK];
        private long toSkip;
        private int filled;

        BodyStream(HttpExchange exchange, long toSkip) {
            this.exchange = exchange;
            this.toSkip = toSkip;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int skipped = (int) Math.min(toSkip, count);
            toSkip -= skipped;
            int at = offset + skipped;
            int end = offset + count;
            while (at < end) {
                int step = Math.min(end - at, CHUNK - filled);
                System.arraycopy(bytes, at, buffer, filled, step);
                filled += step;
                at += step;
                if (filled == CHUNK) {
                    flush();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled == 0) {
                return;
            }
            try {
                exchange.write(buffer, 0, filled);
                filled = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
