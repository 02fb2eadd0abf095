// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

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

/// A proxy by HTTP CONNECT and by SOCKS5 with a login, which notes where it was asked to go.
final class ForwardProxy implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ForwardProxy() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> handle(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void handle(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            String target = first == 5 ? socks(in, client.getOutputStream()) : connect(in, client.getOutputStream());
            asked.add(target);
            String[] parts = target.split(":");
            try (Socket there = new Socket(parts[0], Integer.parseInt(parts[1]))) {
                Thread up = Thread.ofVirtual().start(() -> pump(client, there));
                pump(there, client);
                up.join();
            }
        } catch (IOException | InterruptedException _) {
            // the peers hear of it by their sockets
        }
    }

    private static String connect(InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("C");
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        if (!head.toString().toLowerCase(java.util.Locale.ROOT).contains("proxy-authorization: basic")) {
            throw new IOException("no login");
        }
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return head.toString().split(" ")[1];
    }

    private static String socks(DataInputStream in, OutputStream out) throws IOException {
        in.readNBytes(in.read());
        out.write(new byte[] {5, 2});
        in.read();
        in.readNBytes(in.read());
        in.readNBytes(in.read());
        out.write(new byte[] {1, 0});
        in.readNBytes(3);
        int kind = in.read();
        String host = kind == 3
                ? new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        int port = in.readUnsignedShort();
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return host + ":" + port;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // the other side is gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
