// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.signal.SignalAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {

    private static final String USER = "15551234567";

    @ParameterizedTest
    @CsvSource({
        "15551234567@s.whatsapp.net,       15551234567,            PN,         0, 0",
        "15551234567:12@s.whatsapp.net,    15551234567,            PN,        12, 0",
        "123456789012345@lid,              123456789012345,        LID,        0, 0",
        "123456789012345:7@lid,            123456789012345,        LID,        7, 0",
        "1234.5678:7@lid,                  1234.5678,              LID,        7, 0",
        "15551234567:99@hosted,            15551234567,            HOSTED,    99, 0",
        "123456789012345:99@hosted.lid,    123456789012345,        HOSTED_LID,99, 0",
        "120363041234567890@g.us,          120363041234567890,     GROUP,      0, 0",
        "15551234567-1400000000@g.us,      15551234567-1400000000, GROUP,      0, 0",
        "status@broadcast,                 status,                 BROADCAST,  0, 0",
        "1400000000@broadcast,             1400000000,             BROADCAST,  0, 0",
        "120363298765432100@newsletter,    120363298765432100,     NEWSLETTER, 0, 0",
        "867051314767696@bot,              867051314767696,        BOT,        0, 0",
        "abc_def.ghi@call,                 abc_def.ghi,            CALL,       0, 0",
        "0@c.us,                           0,                      LEGACY,     0, 0",
        "100:7@msgr,                       100,                    MSGR,       7, 0",
        "10-100:7@interop,                 100,                    INTEROP,    7, 10",
        "s.whatsapp.net,                   '',                     PN,         0, 0",
        "g.us,                             '',                     GROUP,      0, 0",
    })
    void readsAndPrintsCanonicalForms(String text, String user, JidServer server, int device, int integrator) {
        Jid jid = Jid.parse(text);
        assertThat(jid).isEqualTo(new Jid(user, server, device, integrator));
        assertThat(jid).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "@s.whatsapp.net,                  s.whatsapp.net",
        "15551234567:0@s.whatsapp.net,     15551234567@s.whatsapp.net",
        "15551234567.0:0@s.whatsapp.net,   15551234567@s.whatsapp.net",
        "15551234567.0:3@s.whatsapp.net,   15551234567:3@s.whatsapp.net",
        "15551234567.2@s.whatsapp.net,     15551234567@s.whatsapp.net",
        "15551234567_1:3@s.whatsapp.net,   15551234567:3@s.whatsapp.net",
        "123_1:3@lid,                      123:3@lid",
        "15551234567_128:99@hosted,        15551234567:99@hosted",
        "120363041234567890:0@g.us,        120363041234567890@g.us",
        "100:0@interop,                    0-100@interop",
    })
    void readsOtherSpellings(String text, String canonical) {
        assertThat(Jid.parse(text)).hasToString(canonical);
        assertThat(Jid.parse(Jid.parse(text).toString())).isEqualTo(Jid.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "15551234567",
                "15551234567@",
                "15551234567@nowhere",
                "15551234567@S.WHATSAPP.NET",
                "15551234567@s.whatsapp.net@lid",
                "a b@s.whatsapp.net",
                "15551234567:@s.whatsapp.net",
                "15551234567:x@s.whatsapp.net",
                "15551234567:-1@s.whatsapp.net",
                "15551234567:256@s.whatsapp.net",
                "15551234567:000001@s.whatsapp.net",
                "15551234567:1:2@s.whatsapp.net",
                ":5@s.whatsapp.net",
                ".5@s.whatsapp.net",
                "_5:1@lid",
                "15551234567.x@s.whatsapp.net",
                "1.2.3@s.whatsapp.net",
                "120363041234567890:1@g.us",
                "x-100:7@interop",
                "65536-100:7@interop",
                "100:65536@msgr",
                "a\u0000b@call",
                "a\nb@call",
                "\uD83D\uDE00@call",
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatExceptionOfType(MalformedJid.class)
                .isThrownBy(() -> Jid.parse(text))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(USER));
    }

    @Test
    void refusesLongText() {
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.parse("1".repeat(129) + "@lid"));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.parse("1".repeat(100_000) + "@lid"));
    }

    @Test
    void noiseIsEitherAnAddressOrRefused() {
        SeededRandom random = new SeededRandom(11);
        String alphabet = "0123456789.-_:@slid.whatsappnetgusbotc\u0000é ";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (random.nextBoolean()) {
                JidServer[] servers = JidServer.values();
                text.append('@').append(servers[random.nextInt(servers.length)].domain());
            }
            try {
                Jid jid = Jid.parse(text.toString());
                assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
            } catch (MalformedJid e) {
                assertThat(e.code()).isEqualTo("malformed-jid");
            }
        }
    }

    @Test
    void constructorsRefuseImpossibleParts() {
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.pn(USER, 256));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.pn(USER, -1));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.pn("", 1));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> Jid.pn(USER + ":5"));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> new Jid(USER, JidServer.PN, 0, 1));
        assertThatExceptionOfType(MalformedJid.class).isThrownBy(() -> new Jid("", JidServer.INTEROP, 0, 1));
        assertThatExceptionOfType(MalformedJid.class)
                .isThrownBy(() -> Jid.group("120363041234567890").withDevice(1));
    }

    @Test
    void normalisesToTheChat() {
        assertThat(Jid.pn(USER, 12).normalized()).isEqualTo(Jid.pn(USER));
        assertThat(Jid.parse("15551234567@c.us").normalized()).isEqualTo(Jid.pn(USER));
        assertThat(Jid.parse("15551234567:99@hosted").normalized()).isEqualTo(Jid.pn(USER));
        assertThat(Jid.parse("123:99@hosted.lid").normalized()).isEqualTo(Jid.lid("123"));
        assertThat(Jid.parse("10-100:7@interop").normalized()).hasToString("10-100@interop");
        assertThat(Jid.STATUS.normalized()).isEqualTo(Jid.STATUS);
    }

    @Test
    void comparesUsersWithinAFamilyOnly() {
        assertThat(Jid.pn(USER, 1).sameUser(Jid.pn(USER, 2))).isTrue();
        assertThat(Jid.pn(USER, 1).sameUser(Jid.parse("15551234567:99@hosted"))).isTrue();
        assertThat(Jid.pn(USER).sameUser(Jid.parse("15551234567@c.us"))).isTrue();
        assertThat(Jid.pn(USER).sameUser(Jid.lid(USER))).isFalse();
        assertThat(Jid.lid("1").sameUser(Jid.parse("1:99@hosted.lid"))).isTrue();
        assertThat(Jid.parse("1-5@interop").sameUser(Jid.parse("2-5@interop"))).isFalse();
    }

    @Test
    void tellsKindsApart() {
        assertThat(Jid.pn(USER).isPn()).isTrue();
        assertThat(Jid.SERVER.isPn()).isFalse();
        assertThat(Jid.SERVER.isServer()).isTrue();
        assertThat(Jid.lid("1").isLid()).isTrue();
        assertThat(Jid.lid("1").isUser()).isTrue();
        assertThat(Jid.group("1").isGroup()).isTrue();
        assertThat(Jid.group("1").isUser()).isFalse();
        assertThat(Jid.GROUP_SERVER.isGroup()).isFalse();
        assertThat(Jid.newsletter("1").isNewsletter()).isTrue();
        assertThat(Jid.STATUS.isBroadcast()).isTrue();
        assertThat(Jid.STATUS.isStatus()).isTrue();
        assertThat(Jid.parse("14@broadcast").isStatus()).isFalse();
        assertThat(Jid.parse("1:99@hosted").isHosted()).isTrue();
        assertThat(Jid.parse("1:99@hosted").isPn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "867051314767696@bot, true",
        "13135550002@s.whatsapp.net, true",
        "13165550012@s.whatsapp.net, true",
        "13165550112@s.whatsapp.net, false",
        "1313555000@s.whatsapp.net, false",
        "131355500021@s.whatsapp.net, false",
        "13135550002@lid, false",
        "15551234567@s.whatsapp.net, false",
    })
    void knowsBots(String text, boolean bot) {
        assertThat(Jid.parse(text).isBot()).isEqualTo(bot);
    }

    @ParameterizedTest
    @CsvSource({
        "15551234567:12@s.whatsapp.net, 15551234567, 12",
        "15551234567@c.us, 15551234567, 0",
        "123:7@lid, 123_1, 7",
        "15551234567:99@hosted, 15551234567_128, 99",
        "123:99@hosted.lid, 123_129, 99",
    })
    void namesDevicesForSignal(String text, String name, int device) {
        assertThat(Jid.parse(text).signalAddress()).isEqualTo(new SignalAddress(name, device));
    }

    @Test
    void deviceListHashMatchesVectors() {
        for (String kind : List.of("pn", "lid")) {
            var vector = Vectors.at(Vectors.messaging(), "phash/" + kind);
            List<Jid> devices = Vectors.each(vector.get("devices"))
                    .map(text -> Jid.parse(text.textValue().replace(".0:", ":")))
                    .toList();
            assertThat(devices.stream().map(Jid::adString))
                    .containsExactlyElementsOf(Vectors.each(vector.get("devices"))
                            .map(text -> text.textValue())
                            .toList());
            assertThat(DeviceListHash.of(devices)).isEqualTo(vector.get("phash").textValue());
            assertThat(DeviceListHash.of(devices.reversed()))
                    .isEqualTo(vector.get("phash").textValue());
        }
    }

    @Test
    void deviceListHashOfNothingIsTheWellKnownToken() {
        assertThat(DeviceListHash.of(List.of())).isEqualTo("2:47DEQpj8");
    }
}
