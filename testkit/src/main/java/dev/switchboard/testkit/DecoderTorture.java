// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Feeds a decoder what no honest peer sends: samples cut at every byte, samples with bits and bytes
/// changed, pieces of samples glued together, and plain noise.
///
/// Nothing but the allowed exception type may come out, no input may take long, and none may make the
/// decoder allocate more than the limit. Allocation is counted on the calling thread, garbage included.
/// All inputs derive from the seed, and a failure names the input in hex, so each one repeats.
public final class DecoderTorture {

    /// What is tortured.
    @FunctionalInterface
    public interface Decoder {
        /// Decodes, or throws.
        void decode(byte[] input) throws Exception;
    }

    private static final int MAX_SHOWN = 2_000;
    private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, (byte) 0xFE};

    private final Class<? extends Exception> allowed;
    private final Decoder decoder;
    private long seed = 1;
    private int rounds = 2_000;
    private int maxNoise = 300;
    private long maxAllocation = 64 << 20;
    private Duration maxTime = Duration.ofSeconds(10);
    private int rejected;
    private int accepted;

    private DecoderTorture(Class<? extends Exception> allowed, Decoder decoder) {
        this.allowed = allowed;
        this.decoder = decoder;
    }

    /// Torture for a decoder that may throw `allowed` and nothing else.
    public static DecoderTorture of(Class<? extends Exception> allowed, Decoder decoder) {
        return new DecoderTorture(allowed, decoder);
    }

    /// Another seed than 1.
    public DecoderTorture seed(long newSeed) {
        this.seed = newSeed;
        return this;
    }

    /// How many random inputs of each kind, 2,000 unless told.
    public DecoderTorture rounds(int newRounds) {
        this.rounds = newRounds;
        return this;
    }

    /// The longest noise in bytes, 300 unless told.
    public DecoderTorture maxNoise(int bytes) {
        this.maxNoise = bytes;
        return this;
    }

    /// How many bytes one input may make the decoder allocate, 64 MiB unless told.
    public DecoderTorture maxAllocation(long bytes) {
        this.maxAllocation = bytes;
        return this;
    }

    /// How long one input may take, 10 seconds unless told; generous, since machines are shared.
    public DecoderTorture maxTime(Duration time) {
        this.maxTime = time;
        return this;
    }

    /// Runs everything. Each sample must decode as it is.
    ///
    /// @return this, for [#rejected] and [#accepted]
    public DecoderTorture run(byte[]... samples) {
        return run(List.of(samples));
    }

    /// Runs everything. Each sample must decode as it is.
    ///
    /// @return this, for [#rejected] and [#accepted]
    public DecoderTorture run(List<byte[]> samples) {
        SeededRandom random = new SeededRandom(seed);
        for (byte[] sample : samples) {
            mustAccept(sample);
        }
        for (byte[] sample : samples) {
            truncate(sample);
            mutate(sample, random);
        }
        if (samples.size() > 1) {
            splice(samples, random);
        }
        noise(random);
        return this;
    }

    /// How many inputs were refused with the allowed exception.
    public int rejected() {
        return rejected;
    }

    /// How many damaged inputs still decoded.
    public int accepted() {
        return accepted;
    }

    private void mustAccept(byte[] sample) {
        try {
            decoder.decode(sample.clone());
        } catch (Exception e) {
            throw new AssertionError("an undamaged sample must decode: " + shown(sample), e);
        }
    }

    private void truncate(byte[] sample) {
        for (int length = 0; length < sample.length; length++) {
            check(Arrays.copyOf(sample, length));
        }
    }

    private void mutate(byte[] sample, SeededRandom random) {
        if (sample.length == 0) {
            return;
        }
        int bits = Math.min(sample.length * 8, rounds);
        for (int i = 0; i < bits; i++) {
            int bit = bits == sample.length * 8 ? i : random.nextInt(sample.length * 8);
            byte[] damaged = sample.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            check(damaged);
        }
        for (int i = 0; i < rounds; i++) {
            byte[] damaged = sample.clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                byte value = random.nextBoolean() ? EXTREMES[random.nextInt(EXTREMES.length)] : (byte) random.nextInt();
                damaged[random.nextInt(damaged.length)] = value;
            }
            check(damaged);
        }
    }

    private void splice(List<byte[]> samples, SeededRandom random) {
        for (int i = 0; i < rounds; i++) {
            byte[] head = samples.get(random.nextInt(samples.size()));
            byte[] tail = samples.get(random.nextInt(samples.size()));
            int headEnd = random.nextInt(head.length + 1);
            int tailStart = random.nextInt(tail.length + 1);
            byte[] spliced = Arrays.copyOf(head, headEnd + tail.length - tailStart);
            System.arraycopy(tail, tailStart, spliced, headEnd, tail.length - tailStart);
            check(spliced);
        }
    }

    private void noise(SeededRandom random) {
        for (int i = 0; i < rounds; i++) {
            check(random.bytes(random.nextInt(maxNoise + 1)));
        }
    }

    private void check(byte[] input) {
        Cost cost = costOf(input);
        if (cost.isWithin(maxAllocation, maxTime)) {
            return;
        }
        // The first use of a class costs its loading, and an agent's work on it; the input is judged by its second run.
        Cost again = costOf(input);
        if (!again.isWithin(maxAllocation, maxTime)) {
            throw new AssertionError("allocated: " + again.bytes + " bytes in " + Duration.ofNanos(again.nanos)
                    + " (expected: at most " + maxAllocation + " bytes, " + maxTime + ") by " + shown(input));
        }
    }

    private Cost costOf(byte[] input) {
        long startBytes = allocatedBytes();
        long startTime = System.nanoTime();
        decode(input);
        return new Cost(allocatedBytes() - startBytes, System.nanoTime() - startTime);
    }

    private record Cost(long bytes, long nanos) {

        boolean isWithin(long maxBytes, Duration maxTime) {
            return bytes <= maxBytes && nanos <= maxTime.toNanos();
        }
    }

    private void decode(byte[] input) {
        try {
            decoder.decode(input.clone());
            accepted++;
        } catch (Throwable thrown) {
            if (!allowed.isInstance(thrown)) {
                throw new AssertionError(
                        "threw " + thrown.getClass().getName() + " (expected: " + allowed.getSimpleName() + ") by "
                                + shown(input),
                        thrown);
            }
            rejected++;
        }
    }

    private static long allocatedBytes() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? threads.getCurrentThreadAllocatedBytes()
                : 0;
    }

    private static String shown(byte[] input) {
        int length = Math.min(input.length, MAX_SHOWN);
        String hex = HexFormat.of().formatHex(input, 0, length);
        return length == input.length ? hex : hex + "... (" + input.length + " bytes)";
    }
}
