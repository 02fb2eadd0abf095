// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.stanza.MediaConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows where the media servers are and with which permission files go there, and asks again when that has run out.
/// Thread-safe; blocks while it asks, so not for the companion's worker.
final class MediaHosts {

    /// Asks the chat server; the answer is called on whatever thread.
    @FunctionalInterface
    interface Asker {
        void ask(Consumer<Answer<MediaConnection>> then);
    }

    private static final Duration LEAST = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private record Known(MediaConnection connection, Instant until) {}

    private final InstantSource clock;
    private final Asker asker;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Known known;

    MediaHosts(InstantSource clock, Asker asker) {
        this.clock = clock;
        this.asker = asker;
    }

    /// The hosts and the permission, as fresh as they have to be.
    ///
    /// @throws MediaFault if they are not known and cannot be asked for
    MediaConnection current() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Known present = known;
            if (present == null || !clock.instant().isBefore(present.until())) {
                present = ask();
                known = present;
            }
            return present.connection();
        } finally {
            lock.unlock();
        }
    }

    /// What was known last, however old.
    Optional<MediaConnection> last() {
        return Optional.ofNullable(known).map(Known::connection);
    }

    /// The permission was refused: the next question asks anew.
    void forget(MediaConnection refused) {
        lock.lock();
        try {
            Known present = known;
            if (present != null && present.connection().equals(refused)) {
                known = new Known(refused, Instant.MIN);
            }
        } finally {
            lock.unlock();
        }
    }

    private Known ask() throws InterruptedException {
        Reply<Answer<MediaConnection>> reply = new Reply<>();
        asker.ask(reply::complete);
        Answer<MediaConnection> answer = reply.await(PATIENCE).orElseGet(Answer.TimedOut::new);
        return switch (answer) {
            case Answer.Given<MediaConnection>(MediaConnection given) -> known(given);
            case Answer.Refused<MediaConnection>(int number, var _) ->
                throw new MediaFault(MediaFault.Kind.REFUSED, "media hosts: refused with " + number);
            case Answer.TimedOut<MediaConnection> _ ->
                throw new MediaFault(MediaFault.Kind.NETWORK, "media hosts: no answer in time");
            case Answer.NotConnected<MediaConnection> _ ->
                throw new MediaFault(MediaFault.Kind.NOT_CONNECTED, "media hosts: there is no connection");
        };
    }

    private Known known(MediaConnection given) {
        if (given.hosts().isEmpty()) {
            throw new MediaFault(MediaFault.Kind.REFUSED, "media hosts: none given");
        }
        Duration shorter = given.ttl().compareTo(given.authTtl()) < 0 ? given.ttl() : given.authTtl();
        Duration good = shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
        return new Known(given, clock.instant().plus(good));
    }

    /// Host names, those to be tried first in front.
    static List<String> inOrder(MediaConnection connection) {
        return connection.hosts().stream()
                .sorted(Comparator.comparing(MediaConnection.Host::fallback))
                .map(MediaConnection.Host::hostname)
                .distinct()
                .toList();
    }
}
