// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Newsletters, which clients show as channels: who follows them, what was posted, and how readers react.
///
/// [Newsletters][dev.switchboard.sandbox.newsletter.Newsletters] keeps them. They are made and followed by the queries
/// of namespace `w:mex`, which are another package's; what was posted is asked for in namespace `newsletter`, by
/// [NewsletterHandler][dev.switchboard.sandbox.newsletter.NewsletterHandler]. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.newsletter;

import org.jspecify.annotations.NullMarked;
