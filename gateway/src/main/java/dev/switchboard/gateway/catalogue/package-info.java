// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The AsyncAPI document: every event there is, made from the names and forms in package `event`. Entry type:
/// [dev.switchboard.gateway.catalogue.AsyncApiResource].
@NullMarked
package dev.switchboard.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
