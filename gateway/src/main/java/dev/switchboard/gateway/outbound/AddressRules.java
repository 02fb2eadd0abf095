// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses may be reached: public ones, and ranges the operator allowed. An IPv4 address inside an IPv6 one
/// counts as the IPv4 address where the JDK unwraps it, and is refused with its whole range where it does not.
public final class AddressRules {
    /// Everything in IPv4 that is not an ordinary host on the internet.
    private static final List<Range> CLOSED_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /// Where ordinary hosts are in IPv6, and what is special inside of it: documentation, Teredo, 6to4.
    private static final List<Range> OPEN_V6 = ranges("2000::/3");

    private static final List<Range> CLOSED_V6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final List<Range> allowed;

    private AddressRules(List<Range> allowed) {
        this.allowed = allowed;
    }

    /// Public addresses and these ranges.
    ///
    /// @throws ConfigurationRefused if one of them is no range
    public static AddressRules allowing(List<String> ranges) {
        return new AddressRules(ranges(ranges.toArray(String[]::new)));
    }

    /// Any address, for what the operator names and not a caller.
    public static AddressRules any() {
        return allowing(List.of("0.0.0.0/0", "::/0"));
    }

    /// Whether a connection to this address is fine.
    public boolean admits(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (holds(allowed, bytes)) {
            return true;
        }
        return address instanceof Inet4Address
                ? !holds(CLOSED_V4, bytes)
                : holds(OPEN_V6, bytes) && !holds(CLOSED_V6, bytes);
    }

    private static boolean holds(List<Range> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }

    private static List<Range> ranges(String... texts) {
        List<Range> ranges = new ArrayList<>();
        Stream.of(texts).filter(text -> !text.isBlank()).map(Range::parse).forEach(ranges::add);
        return List.copyOf(ranges);
    }

    /// All addresses that begin with the same bits.
    private static final class Range {
        private final byte[] start;
        private final int bits;

        private Range(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Range parse(String text) {
            String[] parts = text.split("/", -1);
            try {
                byte[] start = InetAddress.ofLiteral(parts[0]).getAddress();
                int bits = parts.length == 1 ? start.length * 8 : Integer.parseInt(parts[1]);
                if (parts.length <= 2 && bits >= 0 && bits <= start.length * 8) {
                    return new Range(start, bits);
                }
            } catch (IllegalArgumentException _) {
                // told below
            }
            throw new ConfigurationRefused("outbound-allow: " + text + " (expected: a range such as 10.0.0.0/8)");
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, start, 0, whole)) {
                return false;
            }
            int mask = 0xFF << (8 - bits % 8) & 0xFF;
            return bits % 8 == 0 || (address[whole] & mask) == (start[whole] & mask);
        }
    }
}
