// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.sink.SinkOutcome.Reason;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A publisher to a stream of NATS JetStream. The event's id is the message's, so the server itself drops repetitions
/// in its window. As the server answers each message for itself, no two of one lane are under way together.
final class NatsLink implements SinkLink {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long ANSWER_SECONDS = 10;
    private static final int NO_STREAM = 404;

    private final SinkTarget.Nats target;
    private final SinkSecret secret;
    private final SinkAddresses addresses;
    private @Nullable Connection connection;
    private @Nullable JetStream stream;

    NatsLink(SinkTarget.Nats target, SinkSecret secret, SinkAddresses addresses) {
        this.target = target;
        this.secret = secret;
        this.addresses = addresses;
    }

    @Override
    public SinkOutcome publish(List<SinkMessage> messages) throws InterruptedException {
        try {
            JetStream open = stream;
            if (open == null) {
                Optional<SinkOutcome.Failed> refusal = refusal();
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                open = open();
            }
            List<SinkMessage> left = messages;
            while (!left.isEmpty()) {
                left = wave(open, left);
            }
            return SinkOutcome.TAKEN;
        } catch (AuthenticationException e) {
            return SinkOutcome.failed(Reason.NOT_ALLOWED, e);
        } catch (IOException | IllegalStateException e) {
            return SinkOutcome.failed(Reason.UNREACHABLE, e);
        } catch (JetStreamApiException e) {
            return SinkOutcome.failed(reason(e), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return SinkOutcome.failed(
                    root(cause) instanceof JetStreamApiException api ? reason(api) : Reason.UNREACHABLE, cause);
        } catch (TimeoutException e) {
            return SinkOutcome.failed(Reason.TIMED_OUT, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return SinkOutcome.failed(Reason.REFUSED, e);
        }
    }

    /// Publishes the first message of each lane; the answer is what is left. A lane with a message that is left gets no
    /// further one in this wave.
    private List<SinkMessage> wave(JetStream open, List<SinkMessage> messages)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> lanes = new HashSet<>();
        List<SinkMessage> left = new ArrayList<>();
        List<CompletableFuture<PublishAck>> sent = new ArrayList<>();
        for (SinkMessage message : messages) {
            if (lanes.add(message.event().tenant() + "/" + message.lane())) {
                sent.add(open.publishAsync(
                        message(message),
                        PublishOptions.builder()
                                .messageId(message.event().id())
                                .expectedStream(target.stream())
                                .build()));
            } else {
                left.add(message);
            }
        }
        for (CompletableFuture<PublishAck> one : sent) {
            one.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        return left;
    }

    private NatsMessage message(SinkMessage message) {
        Headers headers = new Headers();
        message.headers().forEach(headers::put);
        return NatsMessage.builder()
                .subject(target.subject() + "." + message.event().name().text())
                .headers(headers)
                .data(message.body())
                .build();
    }

    private Optional<SinkOutcome.Failed> refusal() {
        for (String server : target.servers().split(",", -1)) {
            Optional<SinkOutcome.Failed> refusal =
                    addresses.refusal(String.valueOf(URI.create(server.strip()).getHost()));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private JetStream open() throws IOException, InterruptedException, JetStreamApiException, GeneralSecurityException {
        Options.Builder options = new Options.Builder()
                .servers(target.servers().split(",", -1))
                .connectionTimeout(CONNECT)
                .noReconnect()
                .ignoreDiscoveredServers()
                .connectionName("switchboard")
                .errorListener(new ErrorListener() {});
        if (target.servers().contains("tls:")) {
            options.sslContext(Trust.context(target.ca()));
        }
        if (target.username() != null) {
            options.userInfo(target.username().toCharArray(), secret.orEmpty().toCharArray());
        } else if (secret.password() != null) {
            options.token(secret.password().toCharArray());
        }
        Connection made = Nats.connect(options.build());
        connection = made;
        ensureStream(made.jetStreamManagement());
        JetStream open = made.jetStream();
        stream = open;
        return open;
    }

    private void ensureStream(JetStreamManagement management) throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(target.stream());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != NO_STREAM) {
                throw e;
            }
            management.addStream(StreamConfiguration.builder()
                    .name(target.stream())
                    .subjects(target.subject() + ".>")
                    .build());
        }
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Reason reason(JetStreamApiException e) {
        return e.getErrorCode() == NO_STREAM ? Reason.NO_TARGET : Reason.REFUSED;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
