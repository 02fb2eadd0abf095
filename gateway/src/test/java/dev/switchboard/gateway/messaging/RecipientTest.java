// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.wire.jid.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "15550100002",
                "+15550100002",
                " +1 555 010 0002 ",
                "+1 (555) 010-0002",
                "1.555.010.0002",
                "15550100002@c.us",
                "+15550100002@c.us",
                "15550100002@s.whatsapp.net"
            })
    void readsNumbersInEveryForm(String text) {
        assertThat(Recipient.parse(text)).contains(Jid.pn("15550100002"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "123456",
                "1234567890123456",
                "01555010000",
                "+",
                "++15550100002",
                "1555010000a",
                "１５５５０１００００２",
                "@s.whatsapp.net",
                "15550100002@example.org",
                "15550100002@g.us",
                "15550100002:3@s.whatsapp.net",
                "a@lid",
                "@lid",
                "-@lid",
                "15550100002@lid@lid",
                "15550100002\n@c.us@x"
            })
    void refusesWhatIsNoPerson(String text) {
        assertThat(Recipient.parse(text)).isEmpty();
    }

    @Test
    void readsHiddenIdsAndChats() {
        assertThat(Recipient.parse("77001122@lid")).contains(Jid.lid("77001122"));
        assertThat(Recipient.parseChat("120363000000000001@g.us")).contains(Jid.group("120363000000000001"));
        assertThat(Recipient.parseChat("status@broadcast")).contains(Jid.STATUS);
        assertThat(Recipient.parseChat("x@nowhere")).isEmpty();
        assertThat(Recipient.parseChat("1".repeat(500) + "@g.us")).isEmpty();
    }
}
