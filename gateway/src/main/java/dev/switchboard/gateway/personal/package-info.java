// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What features have in common that keep something about people: how long, whether contents at all, and how a person's
/// data are exported and erased. Entry types: [dev.switchboard.gateway.personal.PersonalData] and
/// [dev.switchboard.gateway.personal.DataPolicies]. It knows no feature.
@NullMarked
package dev.switchboard.gateway.personal;

import org.jspecify.annotations.NullMarked;
