// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskMediaStoreTest implements MediaStoreContract {
    @TempDir
    private Path folder;

    @Override
    public MediaStore store() {
        return new DiskMediaStore(folder.resolve("media"));
    }
}
