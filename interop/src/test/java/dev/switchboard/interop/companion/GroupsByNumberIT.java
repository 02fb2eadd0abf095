// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.AddressingMode;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Groups whose members the network still names by number, as old ones are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GroupsByNumberIT {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private SandboxWorld world;
    private OurDevice ada;
    private OurDevice bob;
    private OurDevice bobs;
    private OurDevice cyd;

    @BeforeAll
    void link() {
        world = SandboxWorld.with(getClass(), config -> config.groupAddressing(AddressingMode.PN));
        ada = linked("ada");
        var account = world.newAccount("bob");
        bob = new OurDevice("bob", world, runtime).linkByQr(world.admin(), account.phone());
        bobs = new OurDevice("bob-second", world, runtime).linkByQr(world.admin(), account.phone());
        cyd = linked("cyd");
    }

    private OurDevice linked(String name) {
        var account = world.newAccount(name);
        return new OurDevice(name, world, runtime).linkByQr(world.admin(), account.phone());
    }

    @AfterAll
    void stopEverything() {
        List.of(ada, bob, bobs, cyd).forEach(OurDevice::stop);
        runtime.close();
        world.close();
    }

    @Test
    void everybodyReadsAndWhoIsRemovedNoMore() {
        var groups = ada.companion().groups();
        var created = given(groups.create(NewGroup.named("by number")
                        .members(List.of(bob.pn().bare(), cyd.pn().bare()))
                        .build()))
                .group();
        assertThat(created.mode()).isEqualTo(AddressingMode.PN);
        Jid group = created.jid();
        bob.awaitGroup(0, group, GroupChange.Joined.class);
        cyd.awaitGroup(0, group, GroupChange.Joined.class);
        for (int round = 0; round < 2; round++) {
            for (var author : List.of(ada, bob, bobs, cyd)) {
                var id = author.send(group, "round " + round);
                for (var reader : List.of(ada, bob, bobs, cyd)) {
                    if (reader != author) {
                        assertThat(reader.awaitText(id).text()).contains("round " + round);
                    }
                }
            }
        }
        given(groups.change(group, MemberAction.REMOVE, List.of(cyd.lid().bare())));
        cyd.awaitGroup(0, group, GroupChange.MembersRemoved.class);
        var secret = ada.send(group, "without cyd");
        assertThat(bob.awaitText(secret).text()).contains("without cyd");
        assertThat(bobs.awaitText(secret).text()).contains("without cyd");
        assertThat(cyd.received().map(message -> message.id())).doesNotContain(secret);
        for (var device : List.of(ada, bob, cyd)) {
            assertThat(world.admin().brokenRules(device.pn().user())).isEmpty();
        }
    }
}
