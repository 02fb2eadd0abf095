// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// Adds up the processor time of a process over what it does in the measured stretches: unlike throughput it hardly
/// depends on what else runs on the machine.
final class CpuMeter {

    private final ProcessHandle process;
    private Duration spent = Duration.ZERO;
    private long done;

    CpuMeter(long pid) {
        process = ProcessHandle.of(pid).orElseThrow();
    }

    /// Does so many things and books the time they took on each meter.
    static long during(int things, LongSupplier work, CpuMeter... meters) {
        var before = Arrays.stream(meters).map(CpuMeter::now).toList();
        long result = work.getAsLong();
        for (int i = 0; i < meters.length; i++) {
            meters[i].spent = meters[i].spent.plus(meters[i].now().minus(before.get(i)));
            meters[i].done += things;
        }
        return result;
    }

    void clear() {
        spent = Duration.ZERO;
        done = 0;
    }

    long microsEach() {
        return spent.toNanos() / 1000 / Math.max(1, done);
    }

    private Duration now() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
