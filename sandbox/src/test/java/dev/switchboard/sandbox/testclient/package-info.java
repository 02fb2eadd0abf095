// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// A small client, built by hand on `wire`, that does what a test tells it and shows what it got.
@NullMarked
package dev.switchboard.sandbox.testclient;

import org.jspecify.annotations.NullMarked;
