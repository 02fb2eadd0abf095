// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import io.swagger.v3.oas.annotations.media.Schema;

/// Something wrong with a document.
///
/// @param path where in it, as a JSON pointer
/// @param message what
@Schema(name = "AutomationFault")
public record Fault(
        @Schema(example = "/steps/2/text") String path,

        @Schema(example = "the place opened at 7 is not closed")
        String message) {}
