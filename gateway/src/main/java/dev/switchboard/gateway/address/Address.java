// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.address;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A chat or person as the API shows it: the canonical address and its aliases.
///
/// @param jid the canonical address: by phone number where that is known
/// @param phone a person's phone number, digits only
/// @param lid a person's hidden address
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Address", description = "A chat or person: the canonical address and its aliases")
public record Address(
        @Schema(example = "15550100002@s.whatsapp.net") String jid,
        @Schema(example = "15550100002") @Nullable String phone,
        @Schema(example = "100000000000002@lid") @Nullable String lid) {

    /// The address under which a chat is kept, with its other form where known.
    public static Address of(Jid canonical, Optional<Jid> lid) {
        return new Address(
                canonical.toString(),
                canonical.isPn() ? canonical.user() : null,
                canonical.isLid()
                        ? canonical.toString()
                        : lid.map(Jid::toString).orElse(null));
    }
}
