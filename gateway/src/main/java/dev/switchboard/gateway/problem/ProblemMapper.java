// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import dev.switchboard.gateway.fault.FenceLost;
import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.fault.GatewayStopping;
import dev.switchboard.gateway.fault.StorageFailed;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Makes a problem of whatever ended a request.
@RestControllerAdvice
public final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @ExceptionHandler(Refusal.class)
    ResponseEntity<Problem> refused(Refusal refusal) {
        return answer(refusal.problem());
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
        Optional<Refusal> refusal = inside(e, Refusal.class);
        if (refusal.isPresent()) {
            return answer(refusal.get().problem());
        }
        Optional<UnrecognizedPropertyException> unknown = inside(e, UnrecognizedPropertyException.class);
        if (unknown.isPresent()) {
            return answer(unknownField(unknown.get()));
        }
        Optional<JacksonException> malformed = inside(e, JacksonException.class);
        if (malformed.isPresent()) {
            return answer(malformed(malformed.get()));
        }
        return answer(Problem.of(ProblemKind.MALFORMED_JSON, "The body is missing or unreadable.")
                .withAccepted("a JSON object"));
    }

    private static <T extends Throwable> Optional<T> inside(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Problem unknownField(UnrecognizedPropertyException e) {
        String known = Optional.ofNullable(e.getKnownPropertyIds()).stream()
                .flatMap(java.util.Collection::stream)
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
        return Problem.of(ProblemKind.MALFORMED_JSON, "The body has a field that is not known.")
                .withAccepted("the fields " + known);
    }

    private static Problem malformed(JacksonException e) {
        String path = e.getPath().stream()
                .map(step -> step.getPropertyName() != null ? step.getPropertyName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        if (!path.isEmpty()) {
            return Problem.of(ProblemKind.MALFORMED_JSON, "The field " + path + " has a value of another kind.")
                    .withAccepted("the kinds of values that /openapi names");
        }
        String where = e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return Problem.of(ProblemKind.MALFORMED_JSON, "The body is not well-formed JSON" + where + ".")
                .withAccepted("a JSON object");
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<Problem> unsupported(HttpMediaTypeNotSupportedException e) {
        return answer(Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body's Content-Type is not understood.")
                .withAccepted(MediaType.toString(e.getSupportedMediaTypes())));
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    ResponseEntity<Problem> notAcceptable(HttpMediaTypeNotAcceptableException e) {
        return answer(Problem.of(ProblemKind.NOT_ACCEPTABLE, "The Accept header names no form there is.")
                .withAccepted(MediaType.toString(e.getSupportedMediaTypes())));
    }

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ResponseEntity<Problem> method(HttpRequestMethodNotSupportedException e) {
        String accepted = Optional.ofNullable(e.getSupportedHttpMethods()).stream()
                .flatMap(java.util.Collection::stream)
                .map(HttpMethod::name)
                .sorted()
                .collect(Collectors.joining(", "));
        Problem problem = Problem.of(ProblemKind.METHOD_NOT_ALLOWED, e.getMethod() + " is not known here.")
                .withAccepted(accepted);
        return ResponseEntity.status(problem.status())
                .header("Allow", accepted)
                .header("Content-Type", ProblemWriter.MEDIA_TYPE)
                .body(problem);
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<Problem> noRoute(HttpServletRequest request) {
        return answer(
                Problem.of(ProblemKind.ROUTE_NOT_FOUND, "There is nothing at " + request.getMethod() + " of this path.")
                        .withAdvice("See /docs for what there is."));
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ResponseEntity<Problem> missing(MissingServletRequestParameterException e) {
        return answer(
                Problem.of(ProblemKind.INVALID_REQUEST, "The parameter " + e.getParameterName() + " is missing."));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException e) {
        Class<?> type = Objects.requireNonNullElse(e.getRequiredType(), String.class);
        String accepted = type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "))
                : "a value of kind " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
        return answer(Problem.of(ProblemKind.INVALID_REQUEST, "The parameter " + e.getName() + " has another form.")
                .withAccepted(accepted));
    }

    @ExceptionHandler(GatewayException.class)
    ResponseEntity<Problem> fault(GatewayException fault) {
        return switch (fault) {
            case StorageFailed _ -> {
                LOG.error("a request failed on storage", fault);
                yield answer(Problem.of(ProblemKind.STORAGE_FAILED, "The database refused the work; nothing was kept.")
                        .withAdvice("Try again; if it stays so, look at the server's disk."));
            }
            case GatewayStopping _, FenceLost _ ->
                answer(Problem.of(ProblemKind.UNAVAILABLE, "The gateway does not take this now.")
                        .withAdvice("Try again in a moment."));
            default -> unforeseen(fault);
        };
    }

    /// The reader went away in the middle of an answer: nobody is left to tell.
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    @ExceptionHandler(Exception.class)
    ResponseEntity<Problem> unforeseen(Exception e) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return ResponseEntity.status(known.getStatusCode())
                    .header("Content-Type", ProblemWriter.MEDIA_TYPE)
                    .body(new Problem(
                            "about:blank",
                            "The request is not acceptable",
                            known.getStatusCode().value(),
                            ProblemKind.INVALID_REQUEST.code(),
                            Objects.requireNonNullElse(known.getBody().getDetail(), "See the status."),
                            null,
                            null,
                            null,
                            null));
        }
        LOG.error("a request failed", e);
        return answer(Problem.of(ProblemKind.INTERNAL_ERROR, "The request could not be carried out."));
    }

    private static ResponseEntity<Problem> answer(Problem problem) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).header("Content-Type", ProblemWriter.MEDIA_TYPE);
        if (problem.retryAfter() != null) {
            answer.header("Retry-After", problem.retryAfter().toString());
        }
        return answer.body(problem);
    }
}
