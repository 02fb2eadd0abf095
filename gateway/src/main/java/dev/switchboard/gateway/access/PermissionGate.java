// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses what the caller's rights do not cover, before anything is looked up: who may not do a thing does not learn
/// whether it is there.
public final class PermissionGate implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known == null || !(known.getPrincipal() instanceof Caller caller)) {
            return true; // an address that is open to everybody
        }
        Optional<Permission> needed = PermissionTable.needed(request.getMethod(), request.getServletPath());
        needed.filter(permission -> !caller.may(permission)).ifPresent(permission -> {
            throw Problem.of(ProblemKind.FORBIDDEN, "The credential does not allow this.")
                    .withAccepted("a credential with " + permission.text())
                    .refusal();
        });
        return true;
    }
}
