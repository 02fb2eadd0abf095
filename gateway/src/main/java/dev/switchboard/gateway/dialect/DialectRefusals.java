// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.RefusalForm;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Gives the one mapper's problems the form that their address has in its dialect.
@ControllerAdvice
public final class DialectRefusals implements ResponseBodyAdvice<Object> {
    private final List<RefusalForm> forms;

    public DialectRefusals(List<RefusalForm> forms) {
        this.forms = List.copyOf(forms);
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (!(body instanceof Problem problem)) {
            return body;
        }
        String path = request.getURI().getRawPath();
        for (RefusalForm form : forms) {
            if (form.covers(path)) {
                response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
                return form.body(problem);
            }
        }
        return body;
    }
}
