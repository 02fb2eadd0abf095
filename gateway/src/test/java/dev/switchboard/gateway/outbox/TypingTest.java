// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.ProviderPeople.Activity;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypingTest {
    private static final Jid FRIEND = Jid.pn("15550100002");

    private static Optional<Typing> before(Jid to, Content content) {
        return Typing.before(new Dispatch("3EB0AAAAAAAAAAAA", to, content));
    }

    @Test
    void longerTextsTakeLongerWithinBounds() {
        Duration one = before(FRIEND, new Content.Text("x")).orElseThrow().length();
        Duration many =
                before(FRIEND, new Content.Text("x".repeat(100))).orElseThrow().length();
        Duration most = before(FRIEND, new Content.Text("x".repeat(60_000)))
                .orElseThrow()
                .length();
        assertThat(one).isBetween(Duration.ofMillis(600), Duration.ofMillis(1_100));
        assertThat(many).isBetween(Duration.ofSeconds(5), Duration.ofMillis(8_200));
        assertThat(most).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void voiceIsRecordedAndWhatIsNoMessageIsNotTyped() {
        assertThat(before(FRIEND, new Content.Attachment(MediaKind.VOICE, "m", Optional.empty(), false)))
                .map(Typing::activity)
                .contains(Activity.RECORDING);
        Target target = new Target("A", true, Optional.empty(), Optional.empty());
        assertThat(before(FRIEND, new Content.Reaction(target, "x"))).isEmpty();
        assertThat(before(Jid.parse("120363000000000078@newsletter"), new Content.Text("x")))
                .isEmpty();
        assertThat(before(Jid.STATUS, new Content.Text("x"))).isEmpty();
    }

    @Test
    void isTheSameEachTimeItIsAskedFor() {
        assertThat(before(FRIEND, new Content.Text("hello"))).isEqualTo(before(FRIEND, new Content.Text("hello")));
    }
}
