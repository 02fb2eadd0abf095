// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

/// The form that refusals have on some addresses, where it is not that of problems.
public interface RefusalForm {
    /// Whether refusals on this path have this form.
    boolean covers(String path);

    /// The refusal in this form, to be written as JSON.
    Object body(Problem problem);
}
