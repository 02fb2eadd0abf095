// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.wire.crypto.Sha;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The hashes are those of the tables compared between whatsmeow, Baileys and whatsapp-rust.
class DictionaryTest {

    private static final Dictionary TABLES = Dictionary.V3;

    @Test
    void singleByteTableIsTheOneThePeersShare() {
        String joined = IntStream.range(1, Tags.DICTIONARY_0)
                .mapToObj(code -> TABLES.single(code).text())
                .collect(Collectors.joining("\n", "\n", ""));
        assertThat(sha256(joined)).isEqualTo("1e8302d2aba0d8c40d09fd79fc9c70347350cb00926dd0e3565683b347be35a5");
    }

    @Test
    void doubleByteTablesAreTheOnesThePeersShare() {
        assertThat(IntStream.range(0, 4).mapToObj(DictionaryTest::hashOfTable))
                .containsExactly(
                        "c19c763b07f7684fc58490eb838873edeec498d59bf4d56bbb33d8e7af4cb112",
                        "e8894a798e1d92bc5f5f5cd1c2ffeef43a5c03acb1775b34d121ffe0a19b8f6a",
                        "8f4081781e324d9ab95574b01ff37a44753403cebd0d1feeeb985661cc86cae8",
                        "8e397aec42a6a503621910cf3d7a8f9e287e94192031265b6e55519e0e19fadc");
    }

    @Test
    void everyTokenIsFoundByItsText() {
        Set<String> seen = new HashSet<>();
        for (int code = 1; code < Tags.DICTIONARY_0; code++) {
            String text = TABLES.single(code).text();
            assertThat(TABLES.codeOf(text)).isEqualTo(code);
            assertThat(seen.add(text)).isTrue();
        }
        for (int i = 0; i < 1024; i++) {
            String text = TABLES.twoByte(i / 256, i % 256).text();
            assertThat(TABLES.codeOf(text)).isEqualTo((Tags.DICTIONARY_0 + i / 256) << 8 | i % 256);
            assertThat(seen.add(text)).isTrue();
        }
    }

    @Test
    void otherTextsAreNoTokens() {
        assertThat(TABLES.codeOf("no-such-token")).isEqualTo(Dictionary.NONE);
        assertThat(TABLES.codeOf("")).isEqualTo(Dictionary.NONE);
        assertThat(TABLES.codeOf("x".repeat(1000))).isEqualTo(Dictionary.NONE);
        assertThat(TABLES.single(0)).isNull();
        assertThat(TABLES.single(240)).isNull();
    }

    private static String hashOfTable(int table) {
        return sha256(IntStream.range(0, 256)
                .mapToObj(index -> TABLES.twoByte(table, index).text())
                .collect(Collectors.joining("\n")));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }
}
