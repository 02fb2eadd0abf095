// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.Resolver;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3MediaStoreTest implements MediaStoreContract {
    private static S3Server server;
    private static MediaStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start();
        store = store(S3Server.SECRET);
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    private static MediaStore store(String secret) {
        return new S3MediaStore(server.storage(secret), new GuardedHttp(AddressRules.any(), Resolver.system()));
    }

    @Override
    public MediaStore store() {
        return store;
    }

    @Test
    void failsWithAWrongSecret() {
        try (MediaStore wrong = store("another-secret")) {
            assertThatThrownBy(() -> wrong.open(NAME, 0, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("another-secret");
        }
    }
}
