// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.clientsandbox;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A proxy that does just enough: SOCKS5 without login, or HTTP CONNECT, whichever it is spoken to in.
final class ForwardProxy implements AutoCloseable {

    private final ServerSocket server;
    private final AtomicInteger tunnels = new AtomicInteger();

    ForwardProxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// How many connections went through.
    int tunnels() {
        return tunnels.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().name("proxy-client").start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            int first = in.read();
            try (Socket target = first == 5 ? socks(in, out) : connect(first, in, out)) {
                tunnels.incrementAndGet();
                Thread back = Thread.ofVirtual().start(() -> copy(target, client));
                copy(client, target);
                back.join();
            }
        } catch (IOException _) {
            // One side hung up, which is how tunnels end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Socket socks(DataInputStream in, OutputStream out) throws IOException {
        in.readNBytes(in.read());
        out.write(new byte[] {5, 0});
        in.readNBytes(3);
        String host = switch (in.read()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
            default -> throw new IOException("address type");
        };
        Socket target = new Socket(host, in.readUnsignedShort());
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return target;
    }

    private static Socket connect(int first, InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String[] address = head.substring("CONNECT ".length()).split(" ", 2)[0].split(":", 2);
        Socket target = new Socket(address[0], Integer.parseInt(address[1]));
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return target;
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One side hung up, which is how tunnels end.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
