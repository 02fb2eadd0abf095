// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.jid.Jid;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleCsvTest {
    private static List<PeopleCsv.Row> rows(String text) throws Exception {
        List<PeopleCsv.Row> rows = new ArrayList<>();
        try (PeopleCsv csv =
                PeopleCsv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Optional.empty())) {
            for (Optional<PeopleCsv.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    @Test
    void readsNumbersLanguagesAndValues() throws Exception {
        assertThat(rows("\uFEFFName;Phone;Lang;Order no\nAnn;+1 (555) 010-0002;de;7\n\"B;o\";15550100003;;\n"))
                .containsExactly(
                        new PeopleCsv.Row.Good(
                                2, Jid.pn("15550100002"), Optional.of("de"), Map.of("Name", "Ann", "Order_no", "7")),
                        new PeopleCsv.Row.Good(3, Jid.pn("15550100003"), Optional.empty(), Map.of("Name", "B;o")));
    }

    @Test
    void namesBadRowsByTheirLines() throws Exception {
        assertThat(
                        rows(
                                "phone,text\n15550100002,\"two\nlines\"\n\nnonsense,x\n,y\n15550100003,z\n15550100004,\"open\n"))
                .extracting(PeopleCsv.Row::line, row -> row instanceof PeopleCsv.Row.Good)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, true),
                        org.assertj.core.groups.Tuple.tuple(5L, false),
                        org.assertj.core.groups.Tuple.tuple(6L, false),
                        org.assertj.core.groups.Tuple.tuple(7L, true),
                        org.assertj.core.groups.Tuple.tuple(8L, false));
    }

    @Test
    void endsAnEndlessRow() throws Exception {
        List<PeopleCsv.Row> rows = rows("phone\n15550100002\n\"" + "x".repeat(300_000));
        assertThat(rows).hasSize(2).last().isInstanceOf(PeopleCsv.Row.Bad.class);
    }

    @Test
    void refusesAFileWithoutNumbers() {
        assertThatThrownBy(() -> rows("")).isInstanceOf(PeopleCsv.NoHeader.class);
        assertThatThrownBy(() -> rows("a,b\n1,2\n")).isInstanceOf(PeopleCsv.NoHeader.class);
    }
}
