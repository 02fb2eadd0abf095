// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What is asked and told about people, the own account among them: values only.
@NullMarked
package dev.switchboard.client.person;

import org.jspecify.annotations.NullMarked;
