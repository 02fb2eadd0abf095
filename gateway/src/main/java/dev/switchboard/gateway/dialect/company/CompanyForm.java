// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.dialect.Paths;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.problem.RefusalForm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Errors under `/api/whatsapp`, which the company and the single dialect share.
@RestControllerAdvice(basePackageClasses = CompanyForm.class, basePackages = "dev.switchboard.gateway.dialect.single")
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CompanyForm implements RefusalForm {
    @Override
    public boolean covers(String path) {
        return Paths.under(path, "/api/whatsapp");
    }

    @Override
    public Object body(Problem problem) {
        ErrorClass kind = ErrorClass.of(problem);
        Map<String, Object> details = new LinkedHashMap<>();
        if (problem.advice() != null) {
            details.put("advice", problem.advice());
        }
        if (problem.accepted() != null) {
            details.put("accepted", problem.accepted());
        }
        return new CompanyError.Envelope(
                false,
                new CompanyError(kind.name(), problem.detail(), details, kind.retryable(), problem.retryAfter()));
    }

    @ExceptionHandler(CompanyRefusal.class)
    ResponseEntity<CompanyError.Envelope> refused(CompanyRefusal refusal) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(refusal.status());
        if (refusal.error().retryAfter() != null) {
            answer.header("Retry-After", refusal.error().retryAfter().toString());
        }
        return answer.body(new CompanyError.Envelope(false, refusal.error()));
    }

    /// The table of classes knows one status for what is wrong with a body, whatever its form.
    @ExceptionHandler(Refusal.class)
    ResponseEntity<Object> refused(Refusal refusal) {
        Problem problem = refusal.problem();
        boolean otherForm = problem.code().equals(ProblemKind.UNSUPPORTED_MEDIA_TYPE.code());
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(otherForm ? ErrorClass.VALIDATION_ERROR.status() : problem.status());
        if (problem.retryAfter() != null) {
            answer.header("Retry-After", problem.retryAfter().toString());
        }
        return answer.contentType(MediaType.APPLICATION_JSON).body(body(problem));
    }
}
