// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.wire.Bytes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How clients name files in addresses.
final class UploadToken {

    private static final int HASH_BYTES = 32;

    private UploadToken() {}

    /// The path of a request: what comes before the first question mark or ampersand. Clients append parameters with
    /// either, also when there is a query already.
    static String pathOf(String target) {
        int end = 0;
        while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '&') {
            end++;
        }
        return decoded(target.substring(0, end));
    }

    /// A parameter of a request's query.
    static Optional<String> parameter(String target, String name) {
        for (String pair : target.split("[?&]")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(decoded(pair.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /// The token of an upload: the last part of its path, without padding, so that its forms are one.
    static Optional<String> of(String target) {
        String path = pathOf(target);
        String last = path.substring(path.lastIndexOf('/') + 1);
        int end = last.length();
        while (end > 0 && last.charAt(end - 1) == '=') {
            end--;
        }
        String token = last.substring(0, end).replace('+', '-').replace('/', '_');
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /// The hash that a token is, if it is one.
    static Optional<Bytes> hash(String token) {
        try {
            return Optional.of(Bytes.fromBase64Url(token)).filter(hash -> hash.size() == HASH_BYTES);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
