// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The pictures of accounts and groups, kept as they came, and served over HTTP to whoever knows the address.
///
/// Confined to the network thread, but for [#handle].
public final class Pictures implements HttpHandler {

    /// What the paths of all pictures begin with.
    public static final String PATH = "/v/t61.24694-24/";

    private static final String PICTURES = "picture/";
    private static final String SUFFIX = ".jpg";
    private static final int VERSION = 1;
    private static final int NAME_BYTES = 12;

    private final StateStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Jid, Picture> byOwner = new HashMap<>();
    private final Map<String, Bytes> byName = new ConcurrentHashMap<>();
    private long lastId;

    /// No pictures yet.
    public Pictures(StateStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// A picture in both sizes.
    ///
    /// @param id changes with each picture
    /// @param name the unguessable part of its address
    public record Picture(long id, String name, Bytes image, Bytes preview) {

        /// The bytes of a size: `image` or `preview`.
        Bytes bytes(boolean small) {
            return small ? preview : image;
        }

        /// The path under which a size is served, with what production adds to it.
        public String path(boolean small) {
            return PATH + file(small) + "?ccb=11-4&oh=" + name + "&oe=7FFFFFFF";
        }

        private String file(boolean small) {
            return id + "_" + name + (small ? "_s" : "_n") + SUFFIX;
        }
    }

    /// Reads what was kept.
    public void restore() {
        store.restore(PICTURES, (key, record) -> {
            RecordReader in = new RecordReader(record, VERSION);
            index(
                    Jid.parse(key.substring(PICTURES.length())),
                    new Picture(in.number(), in.text(), in.bytes(), in.bytes()));
        });
    }

    private void index(Jid owner, Picture picture) {
        forget(byOwner.put(owner, picture));
        byName.put(picture.file(false), picture.image);
        byName.put(picture.file(true), picture.preview);
        lastId = Math.max(lastId, picture.id);
    }

    private void forget(@Nullable Picture picture) {
        if (picture != null) {
            byName.remove(picture.file(false));
            byName.remove(picture.file(true));
        }
    }

    /// The picture of an account, named by number, or of a group.
    public Optional<Picture> of(Jid owner) {
        return Optional.ofNullable(byOwner.get(owner));
    }

    /// Sets a picture; without a small one the large one stands for both.
    public Picture put(Jid owner, Bytes image, Bytes preview) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        Picture picture = new Picture(
                Math.max(lastId + 1, clock.millis()),
                Bytes.copyOf(name).hex(),
                image,
                preview.isEmpty() ? image : preview);
        index(owner, picture);
        store.put(
                PICTURES + owner,
                new RecordWriter(VERSION)
                        .number(picture.id)
                        .text(picture.name)
                        .bytes(picture.image)
                        .bytes(picture.preview)
                        .done());
        return picture;
    }

    /// Removes a picture; false if there was none.
    public boolean remove(Jid owner) {
        Picture former = byOwner.remove(owner);
        if (former == null) {
            return false;
        }
        forget(former);
        store.remove(PICTURES + owner);
        return true;
    }

    /// Forgets all pictures, in memory only.
    public void clear() {
        byOwner.clear();
        byName.clear();
    }

    /// Serves a picture. Any thread.
    @Override
    public HttpResponse handle(HttpRequest request) {
        String path = request.path();
        int end = path.indexOf('&');
        String name = path.substring(PATH.length(), end < 0 ? path.length() : end);
        Bytes bytes = byName.get(name);
        if (bytes == null) {
            return HttpResponse.text(404, "there is no picture of this name");
        }
        return switch (request.method()) {
            case "GET" -> new HttpResponse(200, "image/jpeg", bytes);
            case "HEAD" -> new HttpResponse(200, "image/jpeg", Bytes.EMPTY);
            default -> HttpResponse.text(405, "allowed here: GET, HEAD");
        };
    }
}
