// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the container itself refuses, told in the form of all other refusals.
@RestController
@Hidden
public final class ContainerRefusals implements ErrorController {
    private final ProblemWriter problems;

    public ContainerRefusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void refusedByContainer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        problems.write(
                refusedRequest(request),
                response,
                switch (status) {
                    case 401 -> Problem.of(ProblemKind.UNAUTHENTICATED, "A credential is needed.");
                    case 403 -> Problem.of(ProblemKind.FORBIDDEN, "The credential does not allow this.");
                    case 404 -> Problem.of(ProblemKind.ROUTE_NOT_FOUND, "There is nothing at this address.");
                    case 405 -> Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "The address does not know this method.");
                    case 406 -> Problem.of(ProblemKind.NOT_ACCEPTABLE, "The answer cannot have the form asked for.");
                    case 413 -> Problem.of(ProblemKind.PAYLOAD_TOO_LARGE, "The body is over the limit.");
                    case 415 -> Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body's form is not understood.");
                    default ->
                        status < 500
                                ? Problem.of(ProblemKind.INVALID_REQUEST, "The request is not well-formed.")
                                : Problem.of(ProblemKind.INTERNAL_ERROR, "The request could not be carried out.");
                });
    }

    /// The request as it was before it was handed on to this address.
    private static HttpServletRequest refusedRequest(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                ? new HttpServletRequestWrapper(request) {
                    @Override
                    public String getRequestURI() {
                        return path;
                    }
                }
                : request;
    }
}
