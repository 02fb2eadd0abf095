// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dashboard in a real browser, on a gateway of the demo form and the sandbox: what people do there, whether
/// everybody can use it, and how it looks.
@NullMarked
package dev.switchboard.interop.dashboard;

import org.jspecify.annotations.NullMarked;
