// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group or community as the API shows it.
///
/// @param id its address
/// @param owner who made it
/// @param community whether it is the frame of a community
/// @param parent the community it is in
/// @param announcements whether it is its community's group for announcements
/// @param settings what is decided about it
/// @param size how many people are in it
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Group")
public record GroupView(
        @Schema(example = "120363000000000001@g.us") String id,
        String subject,
        @Nullable String description,
        @Nullable Address owner,
        @Nullable Instant createdAt,
        boolean community,
        @Nullable String parent,
        boolean announcements,
        Settings settings,
        int size,
        List<ParticipantView> participants) {

    /// What is decided about a group.
    ///
    /// @param announce only admins write
    /// @param locked only admins change its name, picture and description
    /// @param membersAdd everybody may add people
    /// @param approval admins let people in who come by link
    /// @param lifetimeSeconds how long after reading new messages disappear; 0 = never
    @Schema(name = "GroupSettings")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Settings(
            @Nullable Boolean announce,
            @Nullable Boolean locked,
            @Nullable Boolean membersAdd,
            @Nullable Boolean approval,
            @Nullable Long lifetimeSeconds) {}

    /// Somebody in a group.
    @Schema(name = "Participant")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ParticipantView(
            Address address,

            @Schema(allowableValues = {"member", "admin", "superadmin"})
            String rank,

            @Nullable String name) {
        @Override
        public String toString() {
            return "ParticipantView[" + rank + "]";
        }
    }

    /// How something went with one person or group.
    ///
    /// @param number 200 if it is done, else the network's number for what is in the way
    /// @param invite a code to invite the person by, where that is needed
    @Schema(name = "GroupOutcome")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OutcomeView(
            Address address,
            int number,
            boolean done,
            @Nullable String invite) {
        @Override
        public String toString() {
            return "OutcomeView[" + number + "]";
        }
    }

    /// Somebody who asks to be let in.
    @Schema(name = "GroupRequest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RequestView(
            Address address, @Nullable Instant at, @Nullable String way) {}

    @Override
    public String toString() {
        return "GroupView[" + size + "]";
    }
}
