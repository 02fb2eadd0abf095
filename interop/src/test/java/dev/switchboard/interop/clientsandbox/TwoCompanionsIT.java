// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.clientsandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.ClientEvent.MessageUndecryptable;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.interop.companion.OurDevice;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoCompanionsIT {

    private SandboxWorld world;
    private ClientRuntime runtime;
    private final List<OurDevice> devices = new ArrayList<>();

    @BeforeAll
    void startTheNetwork() {
        world = SandboxWorld.of(getClass());
        runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    }

    @AfterEach
    void stopTheDevices() {
        devices.forEach(OurDevice::stop);
        devices.clear();
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        world.close();
    }

    private SandboxAdmin admin() {
        return world.admin();
    }

    private OurDevice device(String name, String phone) {
        var device = new OurDevice(name, world, runtime).linkByQr(admin(), phone);
        devices.add(device);
        return device;
    }

    @Test
    void chatThroughRestartsOfBoth() {
        var annPhone = world.newAccount("Ann").phone();
        var benPhone = world.newAccount("Ben").phone();
        var ann = device("ann", annPhone);
        var ben = device("ben", benPhone);

        var first = ann.send(Jid.pn(benPhone), "one");
        assertThat(ben.awaitText(first).text()).contains("one");
        ann.awaitStatus(first, MessageStatus.DELIVERED);
        var second = ben.send(ann.lid().bare(), "two");
        assertThat(ann.awaitText(second).text()).contains("two");

        ben.stop();
        var missed = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            missed.add(ann.send(Jid.pn(benPhone), "while you were out " + i));
        }
        ann.restart().awaitConnected();
        ben.restart().awaitConnected();
        missed.forEach(ben::awaitText);
        assertThat(ben.received().map(IncomingMessage::id).filter(missed::contains))
                .containsExactlyElementsOf(missed);
        missed.forEach(id -> ann.awaitStatus(id, MessageStatus.DELIVERED));

        var last = ben.send(Jid.pn(annPhone), "back again");
        assertThat(ann.awaitText(last).text()).contains("back again");
        assertThat(admin().inbox(annPhone)).extracting("copies").containsOnly(1);
        assertThat(admin().brokenRules(annPhone)).isEmpty();
        assertThat(admin().brokenRules(benPhone)).isEmpty();
    }

    @Test
    void bothMayWriteFirst() {
        var carlPhone = world.newAccount("Carl").phone();
        var doraPhone = world.newAccount("Dora").phone();
        var carl = device("carl", carlPhone);
        var dora = device("dora", doraPhone);
        var crossing = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            crossing.add(carl.handOver(Jid.pn(doraPhone), "from Carl " + i).id());
            crossing.add(dora.handOver(Jid.pn(carlPhone), "from Dora " + i).id());
        }
        for (int i = 0; i < crossing.size(); i += 2) {
            dora.awaitText(crossing.get(i));
            carl.awaitText(crossing.get(i + 1));
        }
        assertThat(carl.undecryptable()).isEmpty();
        assertThat(dora.undecryptable()).isEmpty();
    }

    @Test
    void everyDeviceOfAnAccountSeesTheWholeChat() {
        var evaPhone = world.newAccount("Eva").phone();
        var fritzPhone = world.newAccount("Fritz").phone();
        var eva = device("eva", evaPhone);
        var fritz = device("fritz", fritzPhone);
        var before = eva.send(Jid.pn(fritzPhone), "before the second device");
        fritz.awaitText(before);

        var second = device("eva-second", evaPhone);
        var fromFirst = eva.send(Jid.pn(fritzPhone), "from the first device");
        assertThat(second.awaitText(fromFirst).fromMe()).isTrue();
        var fromSecond = second.send(Jid.pn(fritzPhone), "from the second device");
        assertThat(eva.awaitText(fromSecond).fromMe()).isTrue();
        assertThat(eva.awaitText(fromSecond).chat().pn()).contains(Jid.pn(fritzPhone));
        var answer = fritz.send(Jid.pn(evaPhone), "to both");
        assertThat(eva.awaitText(answer).text()).contains("to both");
        assertThat(second.awaitText(answer).text()).contains("to both");
    }

    @Test
    void theOwnPhoneHelpsOutWhenTheAuthorIsGone() {
        var ginaPhone = world.newAccount("Gina").phone();
        var hansPhone = world.newAccount("Hans").phone();
        var gina = device("gina", ginaPhone);
        var hans = device("hans", hansPhone);
        hans.awaitText(gina.send(Jid.pn(hansPhone), "readable"));
        admin().setFault(Map.of(
                "fault",
                "message-corrupt",
                "account",
                hansPhone,
                "device",
                hans.pn().device(),
                "count",
                1));

        var damaged = gina.send(Jid.pn(hansPhone), "the phone has it");
        gina.stop();

        hans.await(
                0,
                MessageUndecryptable.class,
                "placeholder",
                event -> event.placeholder().id().equals(damaged));
        assertThat(hans.awaitText(damaged).text()).contains("the phone has it");
        gina.start().awaitConnected();
        var later = gina.send(Jid.pn(hansPhone), "and on");
        hans.awaitText(later);
        assertThat(hans.received().map(IncomingMessage::id).filter(damaged::equals))
                .hasSize(1);
    }
}
