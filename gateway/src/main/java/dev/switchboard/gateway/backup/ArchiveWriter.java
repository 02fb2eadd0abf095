// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes [Entry]s, packed. Without [#end] it cannot be read as a whole backup.
final class ArchiveWriter {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int BUFFER = 1 << 16;

    private final DeflaterOutputStream packed;
    private final DataOutputStream out;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private String table = "";
    private long objects;

    ArchiveWriter(OutputStream sealed) {
        this.packed = new DeflaterOutputStream(sealed, new Deflater(Deflater.BEST_SPEED), BUFFER);
        this.out = new DataOutputStream(new BufferedOutputStream(packed, BUFFER));
    }

    void manifest(JsonNode content) throws IOException {
        out.writeByte('M');
        text(JSON.writeValueAsString(content));
    }

    void key(String tenant, byte[] key) throws IOException {
        out.writeByte('K');
        text(tenant);
        bytes(key);
    }

    void table(String name, List<String> columns) throws IOException {
        out.writeByte('T');
        text(name);
        out.writeShort(columns.size());
        for (String column : columns) {
            text(column);
        }
        table = name;
        rows.put(name, 0L);
    }

    void row(@Nullable Object[] values) throws IOException {
        out.writeByte('R');
        for (Object value : values) {
            value(value);
        }
        rows.merge(table, 1L, Long::sum);
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte('n');
            case Long number -> {
                out.writeByte('l');
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte('d');
                out.writeDouble(number);
            }
            case String words -> {
                out.writeByte('s');
                text(words);
            }
            case byte[] binary -> {
                out.writeByte('b');
                bytes(binary);
            }
            default -> throw new IllegalArgumentException("a value of " + value.getClass());
        }
    }

    void sequence(String name, String column, long last) throws IOException {
        out.writeByte('S');
        text(name);
        text(column);
        out.writeLong(last);
    }

    void object(String name, InputStream content) throws IOException {
        out.writeByte('O');
        text(name);
        byte[] buffer = new byte[BUFFER];
        int read;
        while ((read = content.readNBytes(buffer, 0, BUFFER)) > 0) {
            out.writeInt(read);
            out.write(buffer, 0, read);
        }
        out.writeInt(0);
        objects++;
    }

    long rowCount() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    void end() throws IOException {
        out.writeByte('E');
        text(JSON.writeValueAsString(Map.of("rows", rows, "objects", objects)));
        out.flush();
        packed.finish();
    }

    private void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
