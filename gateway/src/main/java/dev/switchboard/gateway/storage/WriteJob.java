// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

/// A piece of a transaction. It may be run a second time if a neighbour in the same transaction failed, so its only
/// effects are its SQL and its answer.
@FunctionalInterface
public interface WriteJob<T> {
    T run(WriteTx tx);
}
