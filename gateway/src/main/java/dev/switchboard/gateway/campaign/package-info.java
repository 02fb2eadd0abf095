// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Campaigns: one message to each of many recipients, made of templates, started by hand, by a schedule, again and
/// again, or by what somebody does; sent behind everything else, at the pace of the session. Entry type:
/// [dev.switchboard.gateway.campaign.Campaigns].
@NullMarked
package dev.switchboard.gateway.campaign;

import org.jspecify.annotations.NullMarked;
