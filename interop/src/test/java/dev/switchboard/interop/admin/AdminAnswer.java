// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shapes in which the admin interface answers.
public final class AdminAnswer {

    private AdminAnswer() {}

    /// An account with its linked devices.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Account(String phone, String lid, String pushName, boolean online, List<Device> devices) {}

    /// A linked device; `queued` counts the stanzas that wait for it.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Device(int id, boolean online, int queued) {}

    /// What a scanned or typed code led to.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Linked(String account, String lid, int device) {}

    /// The id of what the phone sent.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Sent(String id, long t) {}

    /// A message in the phone's inbox.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PhoneMessage(
            String id,
            String chat,
            String from,
            boolean fromMe,
            long t,
            String type,
            int copies,
            @Nullable String text,
            @Nullable String caption,
            @Nullable String mimetype,
            @Nullable String sha256,
            @Nullable Long size,
            @Nullable String quotedId,
            @Nullable Object edited,
            @Nullable Object revoked,
            @Nullable String status,
            @Nullable String reaction,
            @Nullable JsonNode location,
            @Nullable JsonNode contact,
            @Nullable JsonNode poll,
            @Nullable JsonNode link) {

        /// The contract does not say whether the flags are booleans or times: anything but absent and `false` is yes.
        public boolean wasEdited() {
            return edited != null && !Boolean.FALSE.equals(edited);
        }

        public boolean wasRevoked() {
            return revoked != null && !Boolean.FALSE.equals(revoked);
        }
    }

    /// A line of the stanza log.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LoggedStanza(
            long t,
            @Nullable String account,
            @Nullable Integer device,
            String direction,
            String xml,
            @Nullable String rule) {}

    /// The counters of the network.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Stats(
            long connections, long stanzasIn, long stanzasOut, long messages, long queued, long rulesBroken) {}
}
