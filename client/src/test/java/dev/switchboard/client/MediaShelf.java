// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.connection.HttpExchange;
import dev.switchboard.client.connection.HttpTransport;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaEncryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// A media store in memory that gives files by path.
final class MediaShelf implements HttpTransport {

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private volatile boolean reachable = true;

    /// A file that lies here, and what a message tells about it.
    record Stored(String path, MediaKey key, EncryptedMedia media) {}

    Stored put(String path, MediaKind kind, byte[] plain, RandomGenerator random) {
        MediaKey key = MediaKey.generate(random);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try {
            EncryptedMedia media = MediaEncryptor.encrypt(new ByteArrayInputStream(plain), sealed, key, kind);
            files.put(path, sealed.toByteArray());
            return new Stored(path, key, media);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Moves a file to another path.
    void move(String from, String to) {
        files.put(to, files.remove(from));
    }

    void damage(String path) {
        files.get(path)[100] ^= 1;
    }

    void reachable(boolean now) {
        reachable = now;
    }

    /// The chat server's answer to where media servers are.
    static Node connection(Node question) {
        return new MediaConnection(
                        "auth",
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        List.of(new MediaConnection.Host("127.0.0.1:1", false)))
                .toIq(question);
    }

    static Bytes bytes(Stored stored) {
        return stored.key().bytes();
    }

    @Override
    public HttpExchange open(Server server, Request request) throws IOException {
        if (!reachable) {
            throw new IOException("media store: not reachable");
        }
        String target = request.target();
        int query = target.indexOf('?');
        byte[] file = files.get(query < 0 ? target : target.substring(0, query));
        return new Exchange(file);
    }

    private record Exchange(byte[] file) implements HttpExchange {
        @Override
        public void write(byte[] bytes, int offset, int count) {}

        @Override
        public Answer answer() {
            return new Answer(file == null ? 404 : 200, Map.of());
        }

        @Override
        public boolean answered() {
            return true;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(file == null ? new byte[0] : file);
        }

        @Override
        public void close() {}
    }
}
