// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginGuardTest {

    private static boolean admits(String host, String origin, String site) {
        Map<String, String> headers = new HashMap<>(Map.of("host", host));
        if (origin != null) {
            headers.put("origin", origin);
        }
        if (site != null) {
            headers.put("sec-fetch-site", site);
        }
        return OriginGuard.admits(new HttpRequest("POST", "/admin/reset", Map.of(), headers, Bytes.EMPTY, true));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8443,,",
        "localhost:8443,,",
        "LOCALHOST,,",
        "[::1]:8443,,",
        "127.0.0.1:8443,https://127.0.0.1:8443,same-origin",
        "localhost:8080,http://localhost:8080,same-origin",
        "localhost:8443,,none",
    })
    void letsToolsAndItsOwnPageIn(String host, String origin, String site) {
        assertThat(admits(host, origin, site)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rebound.example:8443,,",
        "127.0.0.1.example:8443,,",
        "127.0.0.1:8443,https://example.org,cross-site",
        "127.0.0.1:8443,https://example.org,",
        "127.0.0.1:8443,null,",
        "127.0.0.1:8443,https://127.0.0.1:9999,same-site",
        "127.0.0.1:8443,,cross-site",
        "127.0.0.1:8443,,same-site",
    })
    void keepsPagesOfOtherSitesOut(String host, String origin, String site) {
        assertThat(admits(host, origin, site)).isFalse();
    }
}
