// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that leads every destination to one local port and notes what it was asked for: HTTP CONNECT and SOCKS5
/// without a login.
final class TestProxy implements AutoCloseable {
    private static final byte[] SOCKS_GRANTED = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private final ServerSocket server;
    private final int destination;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    TestProxy(int destination) {
        this.destination = destination;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// The destinations as they were named, `host:port`.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> tunnel(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void tunnel(Socket client) {
        try (client;
                Socket target = new Socket(InetAddress.getLoopbackAddress(), destination)) {
            open.add(target);
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            if (first == 5) {
                socks(in, client.getOutputStream());
            } else {
                connect((char) first, in, client.getOutputStream());
            }
            Thread back = Thread.ofVirtual().start(() -> copy(target, client));
            in.transferTo(target.getOutputStream());
            back.join();
        } catch (IOException e) {
            return; // one side is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // one side is gone
        }
    }

    private void socks(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(in.readUnsignedByte());
        out.write(new byte[] {5, 0});
        in.skipNBytes(3);
        int kind = in.readUnsignedByte();
        if (kind != 3) {
            throw new IOException("address kind " + kind + " (expected: a name, to be resolved by the proxy)");
        }
        String host = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
        asked.add(host + ":" + in.readUnsignedShort());
        out.write(SOCKS_GRANTED);
    }

    private void connect(char first, InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder().append(first);
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ended early");
            }
            head.append((char) next);
        }
        String[] request = head.substring(0, head.indexOf("\r\n")).split(" ");
        if (!request[0].equals("CONNECT")) {
            throw new IOException("method " + request[0] + " (expected: CONNECT)");
        }
        asked.add(request[1]);
        out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
