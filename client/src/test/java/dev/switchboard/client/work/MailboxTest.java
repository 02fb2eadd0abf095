// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final BlockingQueue<List<Integer>> turns = new LinkedBlockingQueue<>();
    private final List<Integer> turn = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox("test", work -> {
        work.forEach(Mailbox.Work::run);
        turns.add(List.copyOf(turn));
        turn.clear();
    });

    private Mailbox.Work number(int number) {
        return () -> turn.add(number);
    }

    private List<Integer> next() throws InterruptedException {
        List<Integer> done = turns.poll(1, TimeUnit.MINUTES);
        assertThat(done).isNotNull();
        return done;
    }

    /// Keeps the worker busy until the latch is opened.
    private CountDownLatch busy() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        mailbox.arrive(() -> {
            entered.countDown();
            await(release);
        });
        entered.await();
        return release;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void doesWhatGatheredMeanwhileInOneTurn() throws InterruptedException {
        CountDownLatch release = busy();
        mailbox.arrive(number(1));
        mailbox.command(number(2));
        mailbox.arrive(number(3));
        release.countDown();
        assertThat(next()).isEmpty();
        assertThat(next()).as("what arrived, then commands").containsExactly(1, 3, 2);
    }

    @Test
    void limitsTheSizeOfATurn() throws InterruptedException {
        CountDownLatch release = busy();
        for (int i = 0; i < 300; i++) {
            mailbox.arrive(number(i));
        }
        release.countDown();
        next();
        assertThat(next()).hasSize(128);
        assertThat(next()).hasSize(128);
        assertThat(next()).hasSize(44);
    }

    @Test
    void neverRunsTwoTurnsAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4000);
        Mailbox crowded = new Mailbox("crowded", work -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            work.forEach(_ -> done.countDown());
            running.decrementAndGet();
        });
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 1000; i++) {
                    crowded.command(() -> {});
                }
            }));
        }
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void makesOwnersWaitForRoom() throws InterruptedException {
        CountDownLatch release = busy();
        for (int i = 0; i < 256; i++) {
            mailbox.command(number(i));
        }
        CountDownLatch through = new CountDownLatch(1);
        Thread owner = Thread.ofVirtual().start(() -> {
            mailbox.command(number(256));
            through.countDown();
        });
        mailbox.arrive(number(-1));
        assertThat(through.getCount()).isOne();
        release.countDown();
        assertThat(through.await(1, TimeUnit.MINUTES)).isTrue();
        owner.join();
    }

    @Test
    void leavesHeldCommandsAlone() throws InterruptedException {
        mailbox.holdCommands(true);
        mailbox.command(number(1));
        mailbox.arrive(number(2));
        assertThat(next()).containsExactly(2);
        mailbox.holdCommands(false);
        assertThat(next()).containsExactly(1);
    }

    @Test
    void goesOnAfterATurnThatFailed() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        Mailbox failing = new Mailbox("failing", work -> {
            work.forEach(Mailbox.Work::run);
            if (count.getAndIncrement() == 0) {
                throw new IllegalStateException("on purpose");
            }
            second.countDown();
        });
        failing.arrive(first::countDown);
        first.await();
        failing.arrive(() -> {});
        assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
    }
}
