// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a backup consists of, in this order: a manifest, keys, tables with their rows, sequences, objects, the end.
sealed interface Entry {
    /// What this is a backup of, and which migrations its tables went through.
    record Manifest(JsonNode content) implements Entry {}

    /// A tenant's key, which its sealed values need.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    record Key(String tenant, byte[] key) implements Entry {
        @Override
        public String toString() {
            return "Key[" + tenant + "]";
        }
    }

    /// Rows of this table follow.
    record TableStart(String name, List<String> columns) implements Entry {}

    /// Values in the order of the columns: numbers, reals, texts, bytes or null.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
    record Values(@Nullable Object[] values) implements Entry {
        @Override
        public String toString() {
            return "Values[" + values.length + "]";
        }
    }

    /// The last number that a table has given out.
    record Sequence(String table, String column, long last) implements Entry {}

    /// A sealed file of the media store; its content has to be read before the next entry.
    record StoredObject(String name, InputStream content) implements Entry {}

    /// How much there was of everything.
    record End(Map<String, Long> rows, long objects) implements Entry {}
}
