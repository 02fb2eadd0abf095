// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Files of messages: encrypted on the way to the media store, and checked and decrypted on the way back, without being
/// held whole anywhere.
@NullMarked
package dev.switchboard.client.media;

import org.jspecify.annotations.NullMarked;
