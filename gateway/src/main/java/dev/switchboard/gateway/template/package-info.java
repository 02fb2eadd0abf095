// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Message templates: texts with `{{variables}}`. Entry type: [dev.switchboard.gateway.template.Templates].
@NullMarked
package dev.switchboard.gateway.template;

import org.jspecify.annotations.NullMarked;
