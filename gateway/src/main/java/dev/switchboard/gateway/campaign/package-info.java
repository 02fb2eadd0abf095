// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Campaigns: one message to each of many recipients, made of a template, started by hand or by its schedule, and sent
/// at the pace of the session. Entry type: [dev.switchboard.gateway.campaign.Campaigns].
@NullMarked
package dev.switchboard.gateway.campaign;

import org.jspecify.annotations.NullMarked;
