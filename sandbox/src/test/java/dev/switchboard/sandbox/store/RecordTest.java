// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTest {

    @Test
    void readsBackWhatWasWritten() {
        Bytes record = new RecordWriter(3)
                .number(0)
                .number(300)
                .number(-1)
                .number(Long.MAX_VALUE)
                .flag(true)
                .text("grüß")
                .bytes(Bytes.fromHex("00ff"))
                .list(List.of("a", "b"), RecordWriter::text)
                .done();
        RecordReader in = new RecordReader(record, 3);
        assertThat(in.number()).isZero();
        assertThat(in.integer()).isEqualTo(300);
        assertThat(in.number()).isEqualTo(-1);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.flag()).isTrue();
        assertThat(in.text()).isEqualTo("grüß");
        assertThat(in.bytes()).isEqualTo(Bytes.fromHex("00ff"));
        assertThat(in.list(RecordReader::text)).containsExactly("a", "b");
    }

    @Test
    void refusesAnotherVersionAndAnEarlyEnd() {
        Bytes record = new RecordWriter(1).text("text").done();
        assertThatThrownBy(() -> new RecordReader(record, 2)).isInstanceOf(StoreFailed.class);
        RecordReader cut = new RecordReader(record.slice(0, record.size() - 1), 1);
        assertThatThrownBy(cut::text).isInstanceOf(StoreFailed.class);
    }
}
