// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.settings.ObjectStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Objects of an S3-compatible storage.
final class S3MediaStore implements MediaStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3MediaStore.class);

    private final S3Client s3;
    private final ObjectStorage storage;
    private final GuardedHttp http;

    /// @param http reaches the storage, which the operator has named; closed with the store
    S3MediaStore(ObjectStorage storage, GuardedHttp http) {
        this.storage = storage;
        this.http = http;
        this.s3 = S3Client.builder()
                .endpointOverride(storage.endpoint())
                .region(Region.of(storage.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(storage.accessKey(), storage.secretKey())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(new GuardedS3Http(http))
                .build();
    }

    @Override
    public void put(String name, Path content) throws IOException {
        try {
            s3.putObject(
                    put -> put.bucket(storage.bucket()).key(key(name)).contentType("application/octet-stream"),
                    RequestBody.fromFile(content));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public InputStream open(String name, long from, long length) throws IOException {
        try {
            return s3.getObject(get ->
                    get.bucket(storage.bucket()).key(key(name)).range("bytes=" + from + "-" + (from + length - 1)));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    /// Names that begin so, in their order.
    List<String> names(String start) throws IOException {
        try {
            return s3
                    .listObjectsV2Paginator(
                            list -> list.bucket(storage.bucket()).prefix(key(start)))
                    .contents()
                    .stream()
                    .map(object -> object.key().substring(storage.prefix().length()))
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            s3.deleteObject(delete -> delete.bucket(storage.bucket()).key(key(name)));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private String key(String name) {
        return storage.prefix() + name;
    }

    private static IOException failed(SdkException e) {
        return new IOException("the object storage failed", e);
    }

    @Override
    public void close() {
        s3.close();
        try {
            http.close();
        } catch (IOException e) {
            LOG.debug("a connection to the object storage did not close well", e);
        }
    }
}
