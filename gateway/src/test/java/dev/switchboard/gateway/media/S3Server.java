// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.settings.ObjectStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/// S3Proxy on a free port, with one bucket in memory. It checks signatures as the real ones do.
public final class S3Server implements AutoCloseable {
    /// What requests have to be signed with.
    public static final String SECRET = "test-secret";

    private static final String ACCESS = "test-access";
    private static final String BUCKET = "files";

    private final BlobStoreContext blobs;
    private final S3Proxy server;

    private S3Server(BlobStoreContext blobs, S3Proxy server) {
        this.blobs = blobs;
        this.server = server;
    }

    /// Starts one.
    public static S3Server start() throws Exception {
        BlobStoreContext blobs = ContextBuilder.newBuilder("transient")
                .credentials("nobody", "nothing")
                .overrides(new Properties())
                .buildView(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);
        S3Proxy server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
                .build();
        server.start();
        return new S3Server(blobs, server);
    }

    /// How it is reached by whoever signs with a secret.
    public ObjectStorage storage(String secret) {
        return new ObjectStorage(
                URI.create("http://127.0.0.1:" + server.getPort()), "us-east-1", BUCKET, ACCESS, secret, "sb/");
    }

    /// What an object holds, whoever may see it.
    public byte[] content(String key) throws IOException {
        try (InputStream in =
                blobs.getBlobStore().getBlob(BUCKET, key).getPayload().openStream()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        blobs.close();
    }
}
