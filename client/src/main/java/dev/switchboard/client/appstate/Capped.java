// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Takes so many bytes and no more.
final class Capped extends FilterOutputStream {

    private long left;

    Capped(OutputStream out, long most) {
        super(out);
        this.left = most;
    }

    @Override
    public void write(int b) throws IOException {
        take(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        take(length);
        out.write(bytes, from, length);
    }

    private void take(int count) throws IOException {
        left -= count;
        if (left < 0) {
            throw new IOException("file: larger than allowed");
        }
    }
}
