// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

/// Makes a value of one row.
@FunctionalInterface
public interface RowReader<T> {
    T read(Row row);
}
