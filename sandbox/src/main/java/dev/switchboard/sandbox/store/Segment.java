// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// One file of the journal: batches one after another, each whole or torn.
///
/// A batch is its length and its CRC-32C, four bytes each, then its changes. Only the last batch of the last file can
/// be torn, by a crash in the middle of the write: nobody was told that it had been kept.
final class Segment {

    private static final int BATCH_HEADER = 8;

    private final int number;
    private final Path path;
    private final FileChannel channel;
    private long size;

    private Segment(int number, Path path, FileChannel channel, long size) {
        this.number = number;
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static Segment open(Path folder, int number) {
        Path path = folder.resolve(fileName(number));
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new Segment(number, path, channel, channel.size());
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be opened", e);
        }
    }

    static String fileName(int number) {
        return "state-%08d.journal".formatted(number);
    }

    int number() {
        return number;
    }

    long size() {
        return size;
    }

    /// Appends a batch and waits until the disk has it.
    ///
    /// @return the offset of the batch's first change
    int append(byte[] changes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(changes, 0, length);
        ByteBuffer header = ByteBuffer.allocate(BATCH_HEADER).putInt(length).putInt((int) crc.getValue());
        try {
            writeFully(header.flip(), size);
            writeFully(ByteBuffer.wrap(changes, 0, length), size + BATCH_HEADER);
            channel.force(false);
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be written", e);
        }
        int start = Math.toIntExact(size + BATCH_HEADER);
        size = start + (long) length;
        return start;
    }

    /// Reads all batches; a torn end is cut off if this is the last segment.
    void replay(boolean last, ChangeVisitor visitor) {
        try {
            byte[] all = new byte[Math.toIntExact(size)];
            readFully(ByteBuffer.wrap(all), 0);
            int at = 0;
            while (at < all.length) {
                int length = wholeBatchAt(all, at);
                if (length < 0) {
                    cut(at, last);
                    return;
                }
                ChangeReader.read(all, at + BATCH_HEADER, length, visitor);
                at += BATCH_HEADER + length;
            }
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be read", e);
        }
    }

    private static int wholeBatchAt(byte[] all, int at) {
        if (all.length - at < BATCH_HEADER) {
            return -1;
        }
        ByteBuffer header = ByteBuffer.wrap(all, at, BATCH_HEADER);
        int length = header.getInt();
        int expected = header.getInt();
        if (length <= 0 || length > all.length - at - BATCH_HEADER) {
            return -1;
        }
        CRC32C crc = new CRC32C();
        crc.update(all, at + BATCH_HEADER, length);
        return (int) crc.getValue() == expected ? length : -1;
    }

    private void cut(int at, boolean last) throws IOException {
        if (!last) {
            throw new StoreFailed("journal: damaged in the middle");
        }
        channel.truncate(at);
        channel.force(true);
        size = at;
    }

    Bytes read(int offset, int length) {
        byte[] value = new byte[length];
        try {
            readFully(ByteBuffer.wrap(value), offset);
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be read", e);
        }
        return Bytes.copyOf(value);
    }

    void delete() {
        close();
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be deleted", e);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreFailed("journal: cannot be closed", e);
        }
    }

    private void writeFully(ByteBuffer source, long at) throws IOException {
        long position = at;
        while (source.hasRemaining()) {
            position += channel.write(source, position);
        }
    }

    private void readFully(ByteBuffer target, long at) throws IOException {
        long position = at;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new IOException("the file ends too soon");
            }
            position += count;
        }
    }
}
