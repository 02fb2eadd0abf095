// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.Resolver;
import dev.switchboard.gateway.settings.ObjectStorage;
import java.io.IOException;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against S3Proxy, which checks signatures as the real ones do.
class S3MediaStoreTest implements MediaStoreContract {
    private static final String ACCESS = "test-access";
    private static final String SECRET = "test-secret";

    private static BlobStoreContext blobs;
    private static S3Proxy server;
    private static MediaStore store;

    @BeforeAll
    static void start() throws Exception {
        blobs = ContextBuilder.newBuilder("transient")
                .credentials("nobody", "nothing")
                .overrides(new Properties())
                .buildView(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, "files");
        server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                .build();
        server.start();
        store = store(SECRET);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        server.stop();
        blobs.close();
    }

    private static MediaStore store(String secret) {
        return new S3MediaStore(
                new ObjectStorage(
                        URI.create("http://127.0.0.1:" + server.getPort()),
                        "us-east-1",
                        "files",
                        ACCESS,
                        secret,
                        "sb/"),
                new GuardedHttp(AddressRules.any(), Resolver.system()));
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
