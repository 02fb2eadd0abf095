// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.connection.HttpExchange;
import dev.switchboard.client.connection.HttpTransport;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaUrls;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of the media store as it lies there, from whichever host gives it; where a transfer breaks off, it goes on.
final class MediaBody extends InputStream {

    private static final int MOST_FAULTS = 5;

    /// So much must have come for a fault to count as the first again.
    private static final long PROGRESS = 1 << 20;

    /// What to fetch.
    record Target(String path, MediaKind kind, Optional<Bytes> fileEncSha256) {
        String text() {
            return MediaUrls.downloadTarget(path, kind, fileEncSha256);
        }
    }

    private final MediaNetwork network;
    private final Target target;
    private final List<String> hosts;
    private @Nullable HttpExchange exchange;
    private @Nullable InputStream body;
    private long position;
    private long positionAtFault;
    private int faults;
    private int host;

    MediaBody(MediaNetwork network, Target target, List<String> hosts) {
        this.network = network;
        this.target = target;
        this.hosts = hosts;
    }

    /// Finds a host that gives the file.
    void begin() throws InterruptedException {
        while (body == null) {
            try {
                connect();
            } catch (IOException e) {
                fault(e);
            }
        }
    }

    private void connect() throws IOException, InterruptedException {
        Map<String, String> headers = position > 0 ? Map.of("range", "bytes=" + position + "-") : Map.of();
        HttpExchange asked = network.open(
                hosts.get(host % hosts.size()), new HttpTransport.Request("GET", target.text(), headers, 0));
        exchange = asked;
        HttpExchange.Answer answer = asked.answer();
        switch (answer.status()) {
            case 200 -> {
                InputStream whole = asked.body();
                skip(whole, position);
                body = whole;
            }
            case 206 -> {
                boolean fits = answer.header("content-range")
                        .map(range -> range.startsWith("bytes " + position + "-"))
                        .orElse(false);
                if (!fits) {
                    throw new IOException("the server gives another range");
                }
                body = asked.body();
            }
            default -> refuse(answer.status());
        }
    }

    private static void skip(InputStream body, long count) throws IOException {
        if (count > 0) {
            body.skipNBytes(count);
        }
    }

    private void refuse(int status) throws IOException {
        close();
        if (status >= 500 || status == 408 || status == 429) {
            throw new IOException("the server answers " + status);
        }
        throw new MediaFault(kind(status), "media download: refused with " + status);
    }

    private static MediaFault.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> MediaFault.Kind.FORBIDDEN;
            case 404 -> MediaFault.Kind.NOT_FOUND;
            case 410 -> MediaFault.Kind.GONE;
            default -> MediaFault.Kind.REFUSED;
        };
    }

    /// Counts a fault and goes to the next host.
    private void fault(IOException cause) throws InterruptedException {
        close();
        if (position - positionAtFault >= PROGRESS) {
            faults = 0;
        }
        positionAtFault = position;
        faults++;
        host++;
        if (faults >= MOST_FAULTS) {
            throw new MediaFault(MediaFault.Kind.NETWORK, "media download: " + cause.getMessage(), cause);
        }
        if (host % hosts.size() == 0) {
            network.pause(faults);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (true) {
            try {
                begin();
                InputStream open = body;
                int count = open == null ? -1 : open.read(into, offset, length);
                if (count > 0) {
                    position += count;
                }
                return count;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                try {
                    fault(e);
                } catch (InterruptedException stop) {
                    throw interrupted(stop);
                }
            }
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", cause);
    }

    @Override
    public void close() {
        HttpExchange open = exchange;
        if (open != null) {
            open.close();
        }
        exchange = null;
        body = null;
    }
}
