// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.wire.node.Node;
import java.util.List;

/// What one device gets of a message.
///
/// @param target the device
/// @param encs its ciphertexts
record Copy(Device target, List<Node> encs) {}
