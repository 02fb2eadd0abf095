// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.testclient;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A WebSocket on a plain blocking socket: binary messages out, whole messages in.
public final class WebSocketPipe implements AutoCloseable {

    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x8;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private WebSocketPipe(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connects and upgrades.
    ///
    /// @param caPem trusted for `wss`
    public static WebSocketPipe open(URI uri, String caPem) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        if (uri.getScheme().equals("wss")) {
            socket = secured(socket, uri, caPem);
        }
        WebSocketPipe pipe = new WebSocketPipe(socket);
        pipe.upgrade(uri);
        return pipe;
    }

    private static Socket secured(Socket plain, URI uri, String caPem) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, uri.getHost(), uri.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void upgrade(URI uri) throws IOException {
        String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://web.whatsapp.com\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String status = line();
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException("upgrade refused: " + status);
        }
        while (!line().isEmpty()) {
            // The other headers do not matter.
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                text.append((char) next);
            }
        }
        return text.toString();
    }

    /// Sends one binary message, masked with zeros.
    public synchronized void send(byte[] message) throws IOException {
        byte[] head;
        if (message.length < 126) {
            head = new byte[] {(byte) BINARY, (byte) (0x80 | message.length), 0, 0, 0, 0};
        } else if (message.length < 1 << 16) {
            head = new byte[] {
                (byte) BINARY, (byte) 0xFE, (byte) (message.length >> 8), (byte) message.length, 0, 0, 0, 0
            };
        } else {
            head = new byte[14];
            head[0] = (byte) BINARY;
            head[1] = (byte) 0xFF;
            for (int i = 0; i < 4; i++) {
                head[6 + i] = (byte) (message.length >> (24 - 8 * i));
            }
        }
        out.write(head);
        out.write(message);
        out.flush();
    }

    /// The next message's bytes; an empty array when the stream has ended.
    public byte[] receive() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return new byte[0];
            }
            long length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] content = in.readNBytes((int) length);
            if ((first & 0xF) == CLOSE) {
                return new byte[0];
            }
            if (content.length > 0) {
                return content;
            }
        }
    }

    /// Cuts the connection without a word.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
