// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Linking pages: a one-time address that somebody without any credential opens to link one session, in the tenant's
/// colours. Entry type: [dev.switchboard.gateway.embed.LinkingPages].
@NullMarked
package dev.switchboard.gateway.embed;

import org.jspecify.annotations.NullMarked;
