// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dialect that calls a session a company (`companyId`), with error classes and thresholds of its own. Entry type:
/// [dev.switchboard.gateway.dialect.company.CompanyResource].
@NullMarked
package dev.switchboard.gateway.dialect.company;

import org.jspecify.annotations.NullMarked;
