// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Channels, which the protocol calls newsletters. Entry type: [dev.switchboard.gateway.channel.ChannelResource].
@NullMarked
package dev.switchboard.gateway.channel;

import org.jspecify.annotations.NullMarked;
