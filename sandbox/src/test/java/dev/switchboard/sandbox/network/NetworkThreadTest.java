// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkThreadTest {

    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private final NetworkThread network = new NetworkThread(this::commit, () -> {});

    private void commit() {
        if (diskFull.get()) {
            throw new IllegalStateException("no space left");
        }
        happened.add("commit");
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void letsEffectsOutAfterTheCommitInTheirOrder() {
        network.execute(() -> {
            happened.add("event 1");
            network.afterCommit(() -> happened.add("effect 1"));
        });
        network.execute(() -> {
            happened.add("event 2");
            network.afterCommit(() -> happened.add("effect 2"));
        });
        network.start();
        assertThat(network.call(() -> 42)).isEqualTo(42);
        assertThat(happened).containsSubsequence("event 1", "event 2", "commit", "effect 1", "effect 2");
    }

    @Test
    void answersOnlyWhenTheAnswerIsDurable() {
        network.start();
        network.call(() -> happened.add("asked"));
        assertThat(happened).containsExactly("asked", "commit");
    }

    @Test
    void throwsToTheCallerWhatItsQuestionThrows() {
        network.start();
        assertThatThrownBy(() -> network.call(() -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong");
        assertThat(network.call(() -> "goes on")).isEqualTo("goes on");
    }

    @Test
    void goesOnAfterAnEventOrEffectThatFails() {
        network.start();
        network.execute(() -> {
            throw new IllegalStateException("event");
        });
        network.execute(() -> network.afterCommit(() -> {
            throw new IllegalStateException("effect");
        }));
        assertThat(network.call(() -> "goes on")).isEqualTo("goes on");
    }

    @Test
    void doesNotWaitForItself() {
        network.start();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        network.execute(() -> {
            try {
                network.call(() -> "never");
            } catch (IllegalStateException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.join()).hasMessageContaining("wait for itself");
    }

    @Test
    void letsNothingOutWhenTheCommitFailsAndStops() {
        network.start();
        diskFull.set(true);
        network.execute(() -> network.afterCommit(() -> happened.add("a promise that cannot be kept")));
        assertThatThrownBy(() -> network.call(() -> "late")).isInstanceOf(IllegalStateException.class);
        assertThat(happened).isEmpty();
    }

    @Test
    void takesWhatIsThereBeforeItEnds() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(100);
        network.start();
        for (int i = 0; i < 100; i++) {
            network.execute(taken::countDown);
        }
        network.close();
        assertThat(taken.getCount()).isZero();
    }
}
