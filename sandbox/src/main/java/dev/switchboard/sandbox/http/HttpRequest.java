// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

import dev.switchboard.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An HTTP request, read whole.
///
/// @param method in capitals
/// @param path decoded, without the query
/// @param query the parameters, decoded
/// @param headers by lower-case name, the last value wins
/// @param body the body, empty if there was none
/// @param fromLoopback whether the caller is on this machine
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Bytes body,
        boolean fromLoopback) {

    /// The first value of a query parameter.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name))
                .filter(values -> !values.isEmpty())
                .map(List::getFirst);
    }

    /// A header.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
