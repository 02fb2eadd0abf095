// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.connection.NettyConnector;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.work.WheelTimer;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Brings a large file to a store and back, in a process of its own.
final class MediaHaul {

    private static final long SIZE = 100L << 20;

    private MediaHaul() {}

    public static void main(String[] arguments) throws Exception {
        try (FakeMediaServer store = new FakeMediaServer(Path.of(arguments[0]));
                NettyConnector connector = new NettyConnector(1)) {
            WheelTimer timer = new WheelTimer();
            NetworkEndpoint endpoint = new NetworkEndpoint(
                    URI.create("ws://127.0.0.1:1/ws/chat"), "https://web.whatsapp.com", Bytes.EMPTY, Optional.empty());
            MediaConnection hosts = new MediaConnection(
                    store.auth,
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(300),
                    List.of(new MediaConnection.Host(store.authority(), false)));
            MediaTransfers transfers = new MediaTransfers(
                    new MediaNetwork(connector.http(), endpoint, Optional.empty(), Duration.ofSeconds(30), timer),
                    InstantSource.system(),
                    new SecureRandom(),
                    then -> then.accept(new Answer.Given<>(hosts)));
            UploadedMedia uploaded = transfers.upload(MediaKind.DOCUMENT, Pattern::new);
            // The hash is checked on the way.
            long length =
                    transfers.download(uploaded.reference(), OutputStream.nullOutputStream(), MediaTransfers.LARGEST);
            System.out.println(length + " bytes up and down, unchanged");
            timer.close();
        }
        System.exit(0);
    }

    /// A file that is nowhere.
    private static final class Pattern extends InputStream {
        private long left = SIZE;

        @Override
        public int read() {
            return left-- > 0 ? (int) (left * 31 & 0xFF) : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (byte) ((left - i) * 31);
            }
            left -= count;
            return count;
        }
    }
}
