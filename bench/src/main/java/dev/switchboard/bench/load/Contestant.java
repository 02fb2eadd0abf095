// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/// One side of a throughput run: its rounds, their rates, and the processor time they took.
final class Contestant {

    private final String name;
    private final int messages;
    private final IntConsumer work;
    private final CpuMeter own;
    private final CpuMeter network;
    private final List<Long> rates = new ArrayList<>();

    /// @param messages the messages of a round
    /// @param work sends so many messages and returns when the phone has decrypted all
    Contestant(String name, int messages, IntConsumer work, long pid, long networkPid) {
        this.name = name;
        this.messages = messages;
        this.work = work;
        this.own = new CpuMeter(pid);
        this.network = new CpuMeter(networkPid);
    }

    void round() {
        rates.add(CpuMeter.during(messages, this::timed, own, network));
    }

    private long timed() {
        long from = System.nanoTime();
        work.accept(messages);
        return Series.rate(messages, System.nanoTime() - from);
    }

    /// Forgets the rounds so far, which were warm-up.
    void clear() {
        rates.clear();
        own.clear();
        network.clear();
    }

    long median() {
        return Series.median(rates);
    }

    void report(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-42s %6d messages/s  CPU of a message %d us + network %d us  %s%n",
                name,
                median(),
                own.microsEach(),
                network.microsEach(),
                rates);
        out.flush();
    }

    String name() {
        return name;
    }
}
