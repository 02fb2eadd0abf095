// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// What accounts show of themselves and to whom: pictures, about texts, timers, and the tokens by which strangers
/// become trusted.
///
/// [Visibility][dev.switchboard.sandbox.people.Visibility] decides who sees what;
/// [TrustedContacts][dev.switchboard.sandbox.people.TrustedContacts] keeps the tokens,
/// [Strangers][dev.switchboard.sandbox.people.Strangers] turns away those without one. Confined to the network
/// thread, but for the pictures' HTTP side.
@NullMarked
package dev.switchboard.sandbox.people;

import org.jspecify.annotations.NullMarked;
