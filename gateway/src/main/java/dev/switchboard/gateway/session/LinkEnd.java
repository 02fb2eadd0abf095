// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a link came to an end, as opposed to being interrupted: who ended it, and what can be done.
///
/// @param kind who ended it
/// @param cause the same, more exactly; a stable code
/// @param advice what to do
/// @param relink whether the account has to be linked again
/// @param until when it is over by itself
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LinkEnd")
public record LinkEnd(
        @Schema(
                example = "unlinked_on_phone",
                allowableValues = {
                    "unlinked_here",
                    "unlinked_on_phone",
                    "removed_by_whatsapp",
                    "banned",
                    "restricted",
                    "replaced",
                    "failed"
                })
        String kind,

        String cause,
        String advice,
        boolean relink,
        @Nullable Instant until) {

    /// The cause of a removal while WhatsApp held the account back: nobody touched the phone.
    public static final String EVICTED = "evicted";

    static final String EVICTED_ADVICE =
            "WhatsApp removed the device while it held the account back from new chats. Wait until that is over, link again,"
                    + " and write less to strangers.";

    /// The end that a status tells of; empty if it tells of none.
    public static Optional<LinkEnd> of(LinkStatus status) {
        boolean ended = status.state() == LinkState.LOGGED_OUT
                || status.state() == LinkState.RESTRICTED
                || status.state() == LinkState.FAILED
                || status.cause().equals("replaced");
        if (!ended) {
            return Optional.empty();
        }
        return Optional.of(new LinkEnd(
                kind(status),
                status.cause(),
                status.advice(),
                status.state() == LinkState.LOGGED_OUT,
                status.until().orElse(null)));
    }

    private static String kind(LinkStatus status) {
        return switch (status.cause()) {
            case "logged-out-here" -> "unlinked_here";
            case "device-removed", "logged-out" -> "unlinked_on_phone";
            case EVICTED, "account-locked" -> "removed_by_whatsapp";
            case "account-banned" -> "banned";
            case "temporarily-banned" -> "restricted";
            case "replaced" -> "replaced";
            default -> status.state() == LinkState.RESTRICTED ? "restricted" : "failed";
        };
    }
}
