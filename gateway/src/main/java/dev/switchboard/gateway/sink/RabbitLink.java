// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.switchboard.gateway.sink.SinkOutcome.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A channel of RabbitMQ with publisher confirms. Messages are persistent, and one that no queue takes counts as
/// refused.
final class RabbitLink implements SinkLink {
    private static final long CONFIRM_MILLIS = 15_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int PERSISTENT = 2;

    private final SinkTarget.Rabbit target;
    private final SinkSecret secret;
    private final SinkAddresses addresses;
    private final AtomicBoolean returned = new AtomicBoolean();
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    RabbitLink(SinkTarget.Rabbit target, SinkSecret secret, SinkAddresses addresses) {
        this.target = target;
        this.secret = secret;
        this.addresses = addresses;
    }

    @Override
    public SinkOutcome publish(List<SinkMessage> messages) throws InterruptedException {
        try {
            Channel open = channel;
            if (open == null) {
                Optional<SinkOutcome.Failed> refusal =
                        addresses.refusal(String.valueOf(new URI(target.uri()).getHost()));
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                open = open();
            }
            returned.set(false);
            for (SinkMessage message : messages) {
                publish(open, message);
            }
            open.waitForConfirmsOrDie(CONFIRM_MILLIS);
            return returned.get()
                    ? new SinkOutcome.Failed(Reason.NO_TARGET, "no queue takes the messages")
                    : SinkOutcome.TAKEN;
        } catch (PossibleAuthenticationFailureException e) {
            return SinkOutcome.failed(Reason.NOT_ALLOWED, e);
        } catch (IOException e) {
            return e.getCause() instanceof ShutdownSignalException signal
                    ? SinkOutcome.failed(reason(signal), signal)
                    : SinkOutcome.failed(Reason.UNREACHABLE, e);
        } catch (AlreadyClosedException e) {
            return SinkOutcome.failed(reason(e), e);
        } catch (TimeoutException e) {
            return SinkOutcome.failed(Reason.TIMED_OUT, e);
        } catch (URISyntaxException | GeneralSecurityException e) {
            return SinkOutcome.failed(Reason.REFUSED, e);
        }
    }

    private Channel open() throws IOException, TimeoutException, URISyntaxException, GeneralSecurityException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(target.uri());
        if (target.uri().startsWith("amqps:")) {
            factory.useSslProtocol(Trust.context(target.ca()));
            factory.enableHostnameVerification();
        }
        if (target.username() != null) {
            factory.setUsername(target.username());
            factory.setPassword(secret.orEmpty());
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        factory.setThreadFactory(Thread.ofVirtual().name("sink-rabbitmq-", 0).factory());
        Connection made = factory.newConnection("switchboard");
        connection = made;
        Channel open = made.createChannel();
        if (target.queue() != null) {
            open.queueDeclare(target.queue(), true, false, false, Map.of());
        } else {
            open.exchangeDeclarePassive(target.exchange());
        }
        open.confirmSelect();
        open.addReturnListener(_ -> returned.set(true));
        channel = open;
        return open;
    }

    private void publish(Channel open, SinkMessage message) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .messageId(message.event().id())
                .type(message.event().name().text())
                .timestamp(Date.from(message.event().time()))
                .contentType("application/json")
                .appId("switchboard")
                .deliveryMode(PERSISTENT)
                .headers(new TreeMap<>(message.headers()))
                .build();
        boolean queue = target.queue() != null;
        open.basicPublish(
                queue ? "" : String.valueOf(target.exchange()),
                queue ? String.valueOf(target.queue()) : message.event().name().text(),
                true,
                properties,
                message.body());
    }

    private static Reason reason(ShutdownSignalException signal) {
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            return switch (close.getReplyCode()) {
                case AMQP.NOT_FOUND, AMQP.PRECONDITION_FAILED -> Reason.NO_TARGET;
                case AMQP.ACCESS_REFUSED -> Reason.NOT_ALLOWED;
                default -> Reason.REFUSED;
            };
        }
        return Reason.UNREACHABLE;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        channel = null;
        if (open != null) {
            open.abort(CONNECT_MILLIS);
        }
    }
}
