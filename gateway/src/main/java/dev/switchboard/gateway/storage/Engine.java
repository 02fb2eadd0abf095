// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

/// What a database has to offer so that [Database] can work with it.
interface Engine {
    Dialect dialect();

    /// Brings the schema up to date.
    void migrate();

    /// A new connection for the writer.
    WriteTx writer();

    /// A new connection that only reads.
    ReadTx reader();

    /// A new connection that sees the database as it is now, whatever is written meanwhile.
    ReadTx snapshot();

    /// How many readers there may be at a time.
    int readers();

    /// What works beside the writer; closed after it.
    AutoCloseable caretaker();
}
