// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StoreFaultTest {

    private final Stage stage = new Stage("store faults").linked();
    private final Contact bob = new Contact(stage);
    private final AtomicBoolean broken = new AtomicBoolean();

    /// The stage's store, which refuses to commit while it is broken.
    private DeviceStore fragile() {
        return (DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (_, method, arguments) -> {
                    if (broken.get() && arguments != null && arguments[0] instanceof StoreBatch) {
                        throw new IllegalStateException("disk full");
                    }
                    try {
                        return method.invoke(stage.memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void acknowledgesNothingThatIsNotDurable() throws Exception {
        stage.useStore(fragile());
        Line line = stage.login();
        bob.meet(1);
        Node message = bob.deliver("T1", Contact.LID, bob.phone.encrypt(Contact.text("hello")));
        broken.set(true);
        line.say(message);
        LinkState.Reconnecting waiting = stage.awaitRetryState();
        assertThat(waiting.cause().kind()).isEqualTo(EndKind.STORE_UNAVAILABLE);
        line.awaitClosed();
        assertThat(line.plaintexts()).noneMatch(bytes -> isReceipt(bytes.toByteArray()));

        broken.set(false);
        stage.retry(waiting);
        Line next = stage.finishLogin(stage.server.accept());
        next.say(message);
        assertThat(stage.event(MessageReceived.class).message().text()).contains("hello");
        assertThat(next.nextReceipt().text("id")).contains("T1");
    }

    private static boolean isReceipt(byte[] plaintext) {
        return NodeDecoder.decode(plaintext).hasTag("receipt");
    }

    @Test
    void sendsNothingThatIsNotDurable() throws Exception {
        stage.useStore(fragile());
        Line line = stage.login();
        stage.companion.send(OutgoingMessage.text("M0", Contact.PN, "first"));
        bob.introduce(line);
        Node first = line.nextMessage();
        bob.phone.decrypt(Contact.encFor(first, bob.phone.lid));
        bob.acknowledge(line, first);
        stage.settle();
        broken.set(true);
        SendOutcome outcome = stage.companion
                .send(OutgoingMessage.text("M1", Contact.PN, "lost?"))
                .await(ScriptedServer.PATIENCE)
                .orElseThrow();
        assertThat(outcome).isEqualTo(new SendOutcome.NotConnected("M1"));
        LinkState.Reconnecting waiting = stage.awaitRetryState();
        broken.set(false);
        stage.retry(waiting);
        Line next = stage.finishLogin(stage.server.accept());
        stage.companion.send(OutgoingMessage.text("M1", Contact.PN, "not lost"));
        Node again = next.nextMessage();
        assertThat(again.text("id")).contains("M1");
        bob.phone.decrypt(Contact.encFor(again, bob.phone.lid));
    }

    @Test
    void aStartIsTriedAgainWhenTheStoreIsBack() throws Exception {
        stage.useStore(fragile());
        broken.set(true);
        stage.companion.start();
        stage.settle();
        assertThat(stage.server.idle()).isTrue();
        broken.set(false);
        stage.timer.advance(Duration.ofSeconds(60));
        stage.finishLogin(stage.server.accept());
    }
}
