// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules STRICT = AddressRules.allowing(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2001::1",
                "64:ff9b::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "3fff::1"
            })
    void refusesWhatIsNoPublicHost(String text) {
        assertThat(STRICT.admits(InetAddress.ofLiteral(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
    void admitsPublicHosts(String text) {
        assertThat(STRICT.admits(InetAddress.ofLiteral(text))).isTrue();
    }

    @Test
    void refusesIpv4AddressesInEveryDressTheResolverKnows() throws UnknownHostException {
        for (String text : List.of("127.1", "2130706433", "127.0.0.1")) {
            assertThat(STRICT.admits(InetAddress.getByName(text))).as(text).isFalse();
        }
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        assertThat(STRICT.admits(InetAddress.getByAddress(mapped))).isFalse();
    }

    @Test
    void admitsRangesTheOperatorAllowed() {
        AddressRules rules = AddressRules.allowing(List.of("10.1.0.0/16", "::1"));
        assertThat(rules.admits(InetAddress.ofLiteral("10.1.200.3"))).isTrue();
        assertThat(rules.admits(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(rules.admits(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(rules.admits(InetAddress.ofLiteral("::2"))).isFalse();
    }

    @Test
    void refusesRangesThatAreNone() {
        for (String text : List.of("10.0.0.0/33", "somewhere", "10.0.0.0/8/8", "10.0.0.0/x")) {
            assertThatThrownBy(() -> AddressRules.allowing(List.of(text)))
                    .as(text)
                    .isInstanceOf(ConfigurationRefused.class);
        }
    }
}
