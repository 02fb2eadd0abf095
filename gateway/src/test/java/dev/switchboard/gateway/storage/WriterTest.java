// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.GatewayStopping;
import dev.switchboard.gateway.fault.StorageFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static WriteJob<Integer> put(String name) {
        return tx -> tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", name, new byte[] {1});
    }

    private long count() {
        return database.read(tx -> tx.number("SELECT count(*) FROM installation"));
    }

    /// Keeps the writer busy, so that what is queued meanwhile goes into one transaction.
    private PendingWrite<Integer> busy(CountDownLatch until) {
        return database.submit(tx -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", "busy", new byte[1]);
        });
    }

    @Test
    void groupsWhatWaitsIntoOneCommit() {
        CountDownLatch go = new CountDownLatch(1);
        PendingWrite<Integer> first = busy(go);
        List<PendingWrite<Integer>> waiting = IntStream.range(0, 300)
                .mapToObj(i -> database.submit(put("n" + i)))
                .toList();
        long before = database.totals().commits();
        go.countDown();
        first.await();
        waiting.forEach(PendingWrite::await);

        assertThat(database.totals().commits() - before).isLessThanOrEqualTo(2);
        assertThat(count()).isEqualTo(301);
    }

    @Test
    void failureOfOneJobLeavesItsNeighboursWhole() {
        CountDownLatch go = new CountDownLatch(1);
        PendingWrite<Integer> first = busy(go);
        PendingWrite<Integer> good = database.submit(put("good"));
        PendingWrite<Integer> half = database.submit(tx -> {
            put("half").run(tx);
            throw new IllegalStateException("in the middle");
        });
        PendingWrite<Integer> twice = database.submit(put("good"));
        PendingWrite<Integer> last = database.submit(put("last"));
        go.countDown();

        first.await();
        assertThat(good.await()).isEqualTo(1);
        assertThat(last.await()).isEqualTo(1);
        assertThatThrownBy(half::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("in the middle");
        assertThatThrownBy(twice::await).isInstanceOf(StorageFailed.class);
        List<String> names =
                database.read(tx -> tx.list("SELECT name FROM installation ORDER BY name", row -> row.text(1)));
        assertThat(names).containsExactly("busy", "good", "last");
    }

    @Test
    void actionsAfterCommitRunOnceInOrderAndNotForFailures() {
        List<String> ran = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        PendingWrite<Integer> first = busy(go);
        PendingWrite<Integer> one = database.submit(tx -> {
            tx.afterCommit(() -> ran.add("one"));
            return 1;
        });
        PendingWrite<Integer> broken = database.submit(tx -> {
            tx.afterCommit(() -> ran.add("broken"));
            throw new IllegalStateException();
        });
        PendingWrite<Integer> two = database.submit(tx -> {
            tx.afterCommit(() -> ran.add("two"));
            return 2;
        });
        go.countDown();
        first.await();
        one.await();
        two.await();
        assertThatThrownBy(broken::await).isInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("one", "two");
    }

    @Test
    void manyCallersShareCommitsAndReadWhatTheyWrote() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 64; caller++) {
                int number = caller;
                callers.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        String name = number + "/" + i;
                        database.write(put(name));
                        long found = database.read(
                                tx -> tx.number("SELECT count(*) FROM installation WHERE name = ?", name));
                        assertThat(found).isEqualTo(1);
                    }
                    return true;
                });
            }
        }
        assertThat(count()).isEqualTo(64 * 20);
        assertThat(database.totals().commits()).isLessThan(database.totals().jobs());
    }

    @Test
    void commitsWhatIsQueuedBeforeClosingAndTakesNothingAfter() {
        List<PendingWrite<Integer>> queued = IntStream.range(0, 50)
                .mapToObj(i -> database.submit(put("n" + i)))
                .toList();
        database.close();
        queued.forEach(write -> assertThat(write.await()).isEqualTo(1));
        assertThatThrownBy(() -> database.write(put("late"))).isInstanceOf(GatewayStopping.class);

        database = TestDatabase.open(folder);
        assertThat(count()).isEqualTo(50);
    }

    @Test
    void interruptedCallerStillLearnsTheOutcome() {
        Thread.currentThread().interrupt();
        assertThat(database.write(put("x"))).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void writeInsideWriteIsRefusedInsteadOfHanging() {
        assertThatThrownBy(() -> database.write(tx -> database.write(put("inner"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() ->
                        database.read(tx -> tx.list("DELETE FROM installation RETURNING name", row -> row.text(1))))
                .isInstanceOf(StorageFailed.class);
    }
}
