// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A caller that posts texts over one kept connection, with as little work of its own as possible, since it shares the
/// machine with what is measured. Not thread-safe.
final class ApiCaller implements AutoCloseable {

    private static final int ACCEPTED = 202;

    private final int port;
    private final String session;
    private final String path;
    private final String head;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    ApiCaller(URI api, String key, String session) {
        port = api.getPort();
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.session = session;
        path = "POST /api/v1/sessions/";
        head = "/messages HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nX-Api-Key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    /// Posts a text and waits until it is accepted.
    void post(String to, String text) {
        post(session, to, text);
    }

    /// Posts a text over a session and waits until it is accepted.
    void post(String over, String to, String text) {
        String body = "{\"to\":\"" + to + "\",\"text\":\"" + text + "\"}";
        try {
            out.write((path + over + head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            int status = Integer.parseInt(line().split(" ")[1]);
            skipRest();
            if (status != ACCEPTED) {
                throw new IllegalStateException("status: " + status + " (expected: " + ACCEPTED + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void skipRest() throws IOException {
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26)) {
                chunked = true;
            } else if (header.equalsIgnoreCase("connection: close")) {
                last = true;
            }
        }
        in.skipNBytes(length);
        while (chunked) {
            int size = Integer.parseInt(line(), 16);
            in.skipNBytes(size);
            line();
            chunked = size > 0;
        }
        if (last) {
            connectAgain();
        }
    }

    private void connectAgain() throws IOException {
        socket.close();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
