// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Keeps records in an append-only journal: a commit is one write and one `fsync`, however many changes it holds.
///
/// In memory is only where each record's value lies. The journal is a row of segments; when too much of it is out of
/// date, the oldest segment's current records are appended anew and the segment is deleted. Since only the oldest is
/// ever deleted, a forgotten record cannot come back. A lock file keeps a second process out.
public final class JournalStore implements StateStore {

    private static final long SEGMENT_SIZE = 16L << 20;
    private static final long SMALLEST_WORTH_CLEANING = 64L << 20;
    private static final int GARBAGE_FACTOR = 4;

    private final Path folder;
    private final long segmentSize;
    private final long cleaningSize;
    private final FileChannel lockChannel;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Map<String, Place> places = new HashMap<>();
    private final ChangeBatch batch = new ChangeBatch();
    private long live;

    private record Place(Segment segment, int offset, int length) {}

    /// Opens the journal in a folder, which is made if need be.
    ///
    /// @throws StoreFailed if another process uses it, or it is damaged
    public static JournalStore open(Path folder) {
        return open(folder, SEGMENT_SIZE, SMALLEST_WORTH_CLEANING);
    }

    static JournalStore open(Path folder, long segmentSize, long cleaningSize) {
        try {
            Files.createDirectories(folder);
            FileChannel lockChannel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockChannel.tryLock();
            if (lock == null) {
                lockChannel.close();
                throw new StoreFailed("the data folder is in use by another process");
            }
            return new JournalStore(folder, segmentSize, cleaningSize, lockChannel);
        } catch (IOException e) {
            throw new StoreFailed("the data folder cannot be used", e);
        }
    }

    private JournalStore(Path folder, long segmentSize, long cleaningSize, FileChannel lockChannel) throws IOException {
        this.folder = folder;
        this.segmentSize = segmentSize;
        this.cleaningSize = cleaningSize;
        this.lockChannel = lockChannel;
        List<Integer> numbers = segmentNumbers(folder);
        for (int i = 0; i < numbers.size(); i++) {
            Segment segment = addSegment(numbers.get(i));
            segment.replay(i == numbers.size() - 1, new Replay(segment));
        }
        if (segments.isEmpty()) {
            addSegment(1);
        }
    }

    private static List<Integer> segmentNumbers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("state-\\d{8}\\.journal"))
                    .map(name -> Integer.parseInt(name.substring(6, 14)))
                    .sorted()
                    .toList();
        }
    }

    private Segment addSegment(int number) {
        Segment segment = Segment.open(folder, number);
        segments.addLast(segment);
        return segment;
    }

    @Override
    public void put(String key, Bytes value) {
        batch.put(key, value);
    }

    @Override
    public void remove(String key) {
        batch.remove(key);
    }

    @Override
    public void clearExcept(String prefix) {
        batch.clearExcept(prefix);
    }

    @Override
    public void commit() {
        if (batch.isEmpty()) {
            return;
        }
        append();
        if (segments.getLast().size() >= segmentSize) {
            addSegment(segments.getLast().number() + 1);
        }
        if (segments.size() > 1 && total() > Math.max(cleaningSize, GARBAGE_FACTOR * live)) {
            clean();
        }
    }

    private void append() {
        Segment tail = segments.getLast();
        int start = tail.append(batch.buffer(), batch.size());
        Replay replay = new Replay(tail, start);
        ChangeReader.read(batch.buffer(), 0, batch.size(), replay);
        batch.reset();
    }

    private long total() {
        return segments.stream().mapToLong(Segment::size).sum();
    }

    private void clean() {
        Segment oldest = segments.removeFirst();
        oldest.replay(false, new Survivors(oldest));
        if (!batch.isEmpty()) {
            append();
        }
        oldest.delete();
    }

    @Override
    public void restore(String prefix, BiConsumer<String, Bytes> visitor) {
        String[] keys =
                places.keySet().stream().filter(key -> key.startsWith(prefix)).toArray(String[]::new);
        Arrays.sort(keys);
        for (String key : keys) {
            Place place = places.get(key);
            if (place != null) {
                visitor.accept(key, place.segment.read(place.offset, place.length));
            }
        }
    }

    @Override
    public void close() {
        try {
            commit();
        } finally {
            segments.forEach(Segment::close);
            giveBackLock();
        }
    }

    private void giveBackLock() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new StoreFailed("the lock cannot be given back", e);
        }
    }

    private void forget(String key, Place place) {
        live -= weight(key, place.length);
    }

    private static long weight(String key, int length) {
        return 16L + key.length() + length;
    }

    /// Follows changes into the map of places.
    private final class Replay implements ChangeVisitor {
        private final Segment segment;
        private final int shift;

        Replay(Segment segment) {
            this(segment, 0);
        }

        Replay(Segment segment, int shift) {
            this.segment = segment;
            this.shift = shift;
        }

        @Override
        public void put(String key, int valueOffset, int valueLength) {
            Place former = places.put(key, new Place(segment, valueOffset + shift, valueLength));
            if (former != null) {
                forget(key, former);
            }
            live += weight(key, valueLength);
        }

        @Override
        public void remove(String key) {
            Place former = places.remove(key);
            if (former != null) {
                forget(key, former);
            }
        }

        @Override
        public void clearExcept(String prefix) {
            new ArrayList<>(places.keySet())
                    .stream().filter(key -> !key.startsWith(prefix)).forEach(this::remove);
        }
    }

    /// Puts the records anew that are still current where a segment has them.
    private final class Survivors implements ChangeVisitor {
        private final Segment segment;

        Survivors(Segment segment) {
            this.segment = segment;
        }

        @Override
        public void put(String key, int valueOffset, int valueLength) {
            Place place = places.get(key);
            if (place != null && place.segment == segment && place.offset == valueOffset) {
                batch.put(key, segment.read(valueOffset, valueLength));
            }
        }

        @Override
        public void remove(String key) {
            // What it removed was in an older segment, which is gone.
        }

        @Override
        public void clearExcept(String prefix) {
            // What it cleared was in older segments, which are gone.
        }
    }
}
