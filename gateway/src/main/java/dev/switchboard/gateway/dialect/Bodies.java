// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads bodies as the callers of other systems send them: fields we do not know are passed over, and where nothing is
/// required there need be no body at all, whatever the Content-Type says (axios names one even then).
public final class Bodies {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final JsonMapper json;

    public Bodies(JsonMapper json) {
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build();
    }

    /// The body; one without fields where there is none.
    public <T> T read(HttpServletRequest request, Class<T> type) {
        byte[] bytes = bytes(request);
        if (blank(bytes)) {
            return parsed(NOTHING, type);
        }
        if (!isJson(request.getContentType())) {
            throw Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body's Content-Type is not understood.")
                    .withAccepted("application/json")
                    .refusal();
        }
        return parsed(bytes, type);
    }

    private static byte[] bytes(HttpServletRequest request) {
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the body broke off", e);
        }
    }

    private static boolean blank(byte[] bytes) {
        for (byte value : bytes) {
            if (value != ' ' && value != '\n' && value != '\r' && value != '\t') {
                return false;
            }
        }
        return true;
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return Optional.ofNullable(contentType)
                    .map(MediaType::parseMediaType)
                    .filter(MediaType.APPLICATION_JSON::isCompatibleWith)
                    .isPresent();
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private <T> T parsed(byte[] bytes, Class<T> type) {
        try {
            T body = json.readValue(bytes, type);
            if (body != null) {
                return body;
            }
        } catch (JacksonException e) {
            String path = e.getPath().stream()
                    .map(step -> step.getPropertyName() != null ? step.getPropertyName() : "[" + step.getIndex() + "]")
                    .collect(Collectors.joining("."));
            throw Problem.of(
                            ProblemKind.MALFORMED_JSON,
                            path.isEmpty()
                                    ? "The body is not a well-formed JSON object."
                                    : "The field " + path + " has a value of another kind.")
                    .withAccepted("a JSON object")
                    .refusal();
        }
        throw Problem.of(ProblemKind.MALFORMED_JSON, "The body is not a JSON object.")
                .withAccepted("a JSON object")
                .refusal();
    }
}
