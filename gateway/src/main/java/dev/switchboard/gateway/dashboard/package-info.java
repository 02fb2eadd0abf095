// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dashboard: pages made on the server, kept alive by htmx and Server-Sent Events. It is a caller of the native
/// API and nothing more, in the same process: what a page shows or does passes the same checks as a request from
/// outside.
@NullMarked
package dev.switchboard.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
