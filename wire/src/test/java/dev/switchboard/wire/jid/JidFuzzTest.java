// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.jid;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.switchboard.wire.MalformedJid;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class JidFuzzTest {

    @ValueSource(
            strings = {
                "15551234567.0:3@s.whatsapp.net",
                "123_1:3@lid",
                "10-100:7@interop",
                "status@broadcast",
                "@s.whatsapp.net"
            })
    @FuzzTest(maxDuration = "1m")
    void anyTextIsAnAddressOrMalformed(@NotNull String text) {
        Jid jid;
        try {
            jid = Jid.parse(text);
        } catch (MalformedJid e) {
            assertThat(e).hasMessageContaining("expected");
            return;
        }
        assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
        assertThat(jid.normalized().sameUser(jid)).isTrue();
        assertThat(jid.signalAddress().deviceId()).isEqualTo(jid.device());
    }
}
