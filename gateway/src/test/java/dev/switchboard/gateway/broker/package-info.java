// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Real brokers for tests: those of the machine, and Kafka from its own jars.
package dev.switchboard.gateway.broker;
