// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /// RFC 6238, appendix B, the last six of its eight digits.
    @Test
    void givesTheCodesOfTheStandard() {
        Map.of(
                        59L,
                        "287082",
                        1111111109L,
                        "081804",
                        1111111111L,
                        "050471",
                        1234567890L,
                        "005924",
                        2000000000L,
                        "279037")
                .forEach((second, code) -> assertThat(Totp.code(SECRET, Instant.ofEpochSecond(second)))
                        .isEqualTo(code));
    }

    @Test
    void takesCodesOfTheStepsBesideItAndEachOnce() {
        Instant now = Instant.ofEpochSecond(1_000_000_000);
        long step = now.getEpochSecond() / 30;
        for (int offset : new int[] {-30, 0, 30}) {
            String code = Totp.code(SECRET, now.plusSeconds(offset));
            assertThat(Totp.accepted(SECRET, code, now, 0)).hasValue(step + offset / 30);
            assertThat(Totp.accepted(SECRET, code, now, step + offset / 30)).isEmpty();
        }
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, now.plusSeconds(60)), now, 0))
                .isEmpty();
        assertThat(Totp.accepted(SECRET, "", now, 0)).isEmpty();
    }

    @Test
    void showsSecretsAsAppsTakeThem() {
        assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
