// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.Resolver;
import dev.switchboard.gateway.settings.ObjectStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Objects of an S3-compatible storage whose names begin alike.
public final class ObjectFolder implements AutoCloseable {
    private final S3MediaStore store;
    private final String start;

    /// @param start what all names begin with
    public ObjectFolder(ObjectStorage storage, String start) {
        this.store = new S3MediaStore(storage, new GuardedHttp(AddressRules.any(), Resolver.system()));
        this.start = start;
    }

    public void put(String name, Path content) throws IOException {
        store.put(start + name, content);
    }

    /// The names, in their order.
    public List<String> names() throws IOException {
        return store.names(start).stream()
                .map(name -> name.substring(start.length()))
                .toList();
    }

    public void delete(String name) throws IOException {
        store.delete(start + name);
    }

    @Override
    public void close() {
        store.close();
    }
}
