// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

/// An open byte stream to the server. Thread-safe; what is sent after the end is dropped.
public interface Connection {

    /// Sends bytes, in order with all others; the array is the connection's from now on.
    void send(byte[] bytes);

    /// Whether more bytes are wanted: false stops reading from the socket until it is true again.
    void setReading(boolean wanted);

    /// Ends the stream after what was sent before; its listener hears nothing more.
    void close();
}
