// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.CheckedStream;
import dev.switchboard.wire.media.DecryptedStream;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Brings files to the media store and back, in constant memory. Thread-safe and blocking: for virtual threads, and
/// never the companion's worker.
public final class MediaTransfers {

    /// The largest file there is, a little over what phones send.
    public static final long LARGEST = 2L << 30;

    private final MediaNetwork network;
    private final MediaHosts hosts;
    private final MediaUpload upload;

    public MediaTransfers(MediaNetwork network, InstantSource clock, RandomGenerator random, Hosts question) {
        this.network = network;
        this.hosts = new MediaHosts(clock, question::ask);
        this.upload = new MediaUpload(network, hosts, clock, random);
    }

    /// Asks the chat server where media servers are.
    @FunctionalInterface
    public interface Hosts {
        void ask(Consumer<Answer<MediaConnection>> then);
    }

    /// Encrypts a file and uploads it.
    ///
    /// @throws MediaFault if that fails
    public UploadedMedia upload(MediaKind kind, MediaSource source) throws InterruptedException {
        return upload.encrypted(kind, source);
    }

    /// Uploads a file as it is, for a channel.
    ///
    /// @throws MediaFault if that fails
    public UploadedMedia uploadOpenly(MediaKind kind, MediaSource source) throws InterruptedException {
        return upload.open(kind, source);
    }

    /// The plain file, read as it comes. Its end is seen only if the whole is what was announced: until then nothing
    /// that was read is to be trusted.
    ///
    /// @param maxLength the most bytes
    /// @throws MediaFault if the file cannot be had; reading may throw it too
    public InputStream open(MediaReference file, long maxLength) throws InterruptedException {
        MediaBody body = new MediaBody(network, target(file), servers());
        try {
            body.begin();
            InputStream plain = file.key()
                    .<InputStream>map(key -> new DecryptedStream(body, key, file.kind(), file.expected(), maxLength))
                    .orElseGet(() -> new CheckedStream(body, file.expected(), maxLength));
            return new FaultStream(plain);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /// Writes the plain file; what was written counts only if the call returns.
    ///
    /// @return its length
    /// @throws MediaFault if the file cannot be had
    public long download(MediaReference file, OutputStream out, long maxLength)
            throws IOException, InterruptedException {
        try (InputStream plain = open(file, maxLength)) {
            return plain.transferTo(out);
        }
    }

    /// For parts of the companion that fetch files of their own.
    public FileFetcher fetcher() {
        return (file, into, progress) -> {
            try (InputStream plain = open(file, LARGEST)) {
                byte[] buffer = new byte[16 * 1024];
                long sum = 0;
                for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
                    into.write(buffer, 0, count);
                    sum += count;
                    progress.accept(sum);
                }
            } catch (MediaFault e) {
                if (e.getCause() instanceof WireException cause) {
                    throw cause;
                }
                throw new IOException(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        };
    }

    /// A path comes from whoever wrote the message: it must not lead anywhere but to a file of a media host.
    private static MediaBody.Target target(MediaReference file) {
        String path = file.directPath()
                .or(() -> file.url().flatMap(MediaTransfers::pathOf))
                .orElseThrow(() -> new MediaFault(MediaFault.Kind.NO_PLACE, "media path: none"));
        boolean sound = path.startsWith("/")
                && !path.startsWith("//")
                && path.length() < 4096
                && path.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (!sound) {
            throw new MediaFault(MediaFault.Kind.NO_PLACE, "media path: no path of a media host");
        }
        return new MediaBody.Target(path, file.kind(), file.expected().fileEncSha256());
    }

    /// Of an address only the path counts, since anybody can write any host into a message.
    private static Optional<String> pathOf(String url) {
        int scheme = url.indexOf("://");
        int path = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
        return path < 0 ? Optional.empty() : Optional.of(url.substring(path));
    }

    private List<String> servers() throws InterruptedException {
        try {
            return MediaHosts.inOrder(hosts.current());
        } catch (MediaFault e) {
            return hosts.last()
                    .map(MediaHosts::inOrder)
                    .or(() -> network.usualHost().map(List::of))
                    .orElseThrow(() -> e);
        }
    }

    /// Tells faults of a file in this package's words.
    private static final class FaultStream extends FilterInputStream {

        FaultStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (WireException e) {
                throw new MediaFault(MediaFault.Kind.CORRUPT, "media file: " + e.code(), e);
            }
        }
    }
}
