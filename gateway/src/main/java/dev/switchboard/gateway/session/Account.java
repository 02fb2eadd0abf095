// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The WhatsApp account a session is linked to.
///
/// @param jid its address by number
/// @param lid its hidden address
/// @param phone its number, digits only
/// @param name the name it gave itself, once known
/// @param platform the phone's platform
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Account")
public record Account(
        String jid,
        @Nullable String lid,
        String phone,
        @Nullable String name,
        @Nullable String platform) {}
