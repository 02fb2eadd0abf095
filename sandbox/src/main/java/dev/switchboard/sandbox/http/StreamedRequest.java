// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An HTTP request whose body comes as a stream.
///
/// @param method in capitals
/// @param target the path with its query, as the client wrote it
/// @param headers by lower-case name, the last value wins
/// @param length how long the body is, where that was said
/// @param body the body; it fails when the connection ends before the body does
public record StreamedRequest(
        String method, String target, Map<String, String> headers, OptionalLong length, InputStream body) {

    /// A header.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
