// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.net.URI;

/// An S3-compatible storage.
///
/// @param endpoint its address
/// @param region the region to sign for
/// @param bucket the bucket, which has to exist
/// @param accessKey who asks
/// @param secretKey signs the requests
/// @param prefix what names of objects begin with
public record ObjectStorage(
        URI endpoint, String region, String bucket, String accessKey, String secretKey, String prefix) {
    @Override
    public String toString() {
        return "ObjectStorage[" + bucket + "]";
    }
}
