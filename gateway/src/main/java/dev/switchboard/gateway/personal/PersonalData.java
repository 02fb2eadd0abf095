// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.personal;

import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.WriteTx;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/// What a feature keeps about people. Every feature that keeps something implements it; requests to export or erase a
/// person's data go to all.
public interface PersonalData {
    /// What the part is called in an export: letters only.
    String name();

    /// Hands out what is kept of the person, as objects that are written as JSON. It reads page by page, since whoever
    /// takes the export may be slow.
    void export(Person person, Consumer<Object> out);

    /// Hands out the person's files.
    default void files(Person person, Files out) throws IOException {}

    /// Erases what is kept of the person; the answer is how many things that were.
    int erase(WriteTx tx, Person person);

    /// Takes away what people said in a session whose contents are not kept, but for what still waits for something,
    /// which is sealed. It is asked for again and again, so it finds little to do.
    default void dropContents(SessionKey session) {}

    /// Does what is left to do once the erasure is durable, such as deleting files.
    default void erased(Person person) {}

    /// Where files are written to.
    @FunctionalInterface
    interface Files {
        /// Begins a file; the stream is good until the next one begins.
        OutputStream file(String name) throws IOException;
    }
}
