// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ProviderContext;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A network for tests, which outlives the gateways on it: it knows which sessions are linked, what was sent, and how
/// it answers.
final class FakeNetwork {
    /// How sent messages are answered.
    enum Mode {
        /// Taken and acknowledged at once.
        ACKNOWLEDGE,
        /// Taken, with the acknowledgement left to the test.
        HOLD,
        /// Refused.
        REJECT,
        /// As if the connection was gone.
        UNREACHABLE
    }

    final Set<String> linked = ConcurrentHashMap.newKeySet();
    final List<Dispatch> sent = new CopyOnWriteArrayList<>();
    /// Files the network has, by what the messages call them.
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /// What is answered to questions.
    final FakeParts parts = new FakeParts();

    final Map<String, FakeLink> links = new ConcurrentHashMap<>();

    /// What a probe finds.
    volatile Answer<Pulse> pulse = new Answer.Given<>(new Pulse(Duration.ofMillis(7), OptionalInt.of(0)));

    /// When something was last delivered.
    volatile @Nullable Instant lastDelivery;

    /// Whether links stay on their way until the test lets them be connected.
    volatile boolean slow;

    volatile Mode mode = Mode.ACKNOWLEDGE;
    volatile Optional<Failure> failure = Optional.empty();

    /// The provider of one gateway.
    Provider provider(ProviderContext context) {
        return new Provider() {
            @Override
            public ProviderLink open(SessionLease lease, ProviderSink sink) {
                FakeLink link = new FakeLink(FakeNetwork.this, context, lease, sink);
                links.put(lease.key().id(), link);
                return link;
            }

            @Override
            public String newMessageId(Jid recipient) {
                byte[] random = new byte[9];
                context.random().nextBytes(random);
                return "3EB0" + HexFormat.of().withUpperCase().formatHex(random);
            }

            @Override
            public void close() {}
        };
    }

    FakeLink link(String session) {
        FakeLink link = links.get(session);
        if (link == null) {
            throw new AssertionError("no link of session " + session);
        }
        return link;
    }
}
