// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

import dev.switchboard.wire.Bytes;
import java.util.Map;

/// An HTTP answer.
///
/// @param status the status code
/// @param contentType of the body, empty if there is none
/// @param headers further headers, by name
/// @param body the body
public record HttpResponse(int status, String contentType, Map<String, String> headers, Bytes body) {

    /// Keeps its own copy of the headers.
    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    /// An answer without further headers.
    public HttpResponse(int status, String contentType, Bytes body) {
        this(status, contentType, Map.of(), body);
    }

    /// An answer without a body.
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, "", Bytes.EMPTY);
    }

    /// A text answer.
    public static HttpResponse text(int status, String body) {
        return new HttpResponse(status, "text/plain; charset=utf-8", Bytes.utf8(body));
    }

    /// A JSON answer.
    public static HttpResponse json(int status, Bytes body) {
        return new HttpResponse(status, "application/json", body);
    }

    /// The same with further headers.
    public HttpResponse with(Map<String, String> more) {
        return new HttpResponse(status, contentType, more, body);
    }
}
