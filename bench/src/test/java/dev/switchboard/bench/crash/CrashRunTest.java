// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./switchboard bench crash`, small: processes of their own, killed for good.
class CrashRunTest {
    @Test
    void nothingIsLostDoubledOrOutOfOrderWhenGatewayAndNetworkAreKilled(@TempDir Path folder) {
        CrashPlan plan = new CrashPlan(40, 2, 2, 1, 7, Set.of("message.received", "message.status"), "");
        CrashOutcome outcome = CrashRun.run(folder, plan, _ -> {});
        assertThat(outcome.clean()).as(outcome.toString()).isTrue();
        assertThat(outcome.atPhones()).isEqualTo(40);
        assertThat(outcome.atGateway()).isEqualTo(40);
        assertThat(outcome.hooks().events()).isGreaterThanOrEqualTo(40);
        assertThat(outcome.hooks().failed()).isPositive();
        assertThat(outcome.audit()).isPositive();
    }
}
