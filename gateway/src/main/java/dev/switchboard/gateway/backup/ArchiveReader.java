// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.BackupRefused;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads [Entry]s. The last one is [Entry.End], and what it says is compared with what was read.
final class ArchiveReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST = 1 << 28;

    private final DataInputStream in;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private String table = "";
    private int columns;
    private long objects;

    ArchiveReader(InputStream opened) {
        this.in = new DataInputStream(new BufferedInputStream(new InflaterInputStream(opened), BUFFER));
    }

    Entry next() throws IOException {
        try {
            byte kind = in.readByte();
            return switch (kind) {
                case 'M' -> new Entry.Manifest(JSON.readTree(text()));
                case 'K' -> new Entry.Key(text(), bytes());
                case 'T' -> start();
                case 'R' -> values();
                case 'S' -> new Entry.Sequence(name(), name(), in.readLong());
                case 'O' -> {
                    objects++;
                    yield new Entry.StoredObject(text(), new ObjectContent());
                }
                case 'E' -> end(JSON.readTree(text()));
                default -> throw new BackupRefused("the backup has an entry of an unknown kind", null);
            };
        } catch (EOFException e) {
            throw new BackupRefused("the backup is cut off", e);
        }
    }

    private Entry start() throws IOException {
        table = name();
        columns = in.readUnsignedShort();
        rows.put(table, 0L);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add(name());
        }
        return new Entry.TableStart(table, names);
    }

    private Entry values() throws IOException {
        @Nullable Object[] values = new @Nullable Object[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = switch (in.readByte()) {
                case 'n' -> null;
                case 'l' -> in.readLong();
                case 'd' -> in.readDouble();
                case 's' -> text();
                case 'b' -> bytes();
                default -> throw new BackupRefused("the backup has a value of an unknown kind", null);
            };
        }
        rows.merge(table, 1L, Long::sum);
        return new Entry.Values(values);
    }

    private Entry end(JsonNode told) {
        Map<String, Long> toldRows = new LinkedHashMap<>();
        told.path("rows")
                .properties()
                .forEach(entry -> toldRows.put(entry.getKey(), entry.getValue().asLong()));
        if (!toldRows.equals(rows) || told.path("objects").asLong() != objects) {
            throw new BackupRefused("the backup does not have what its end says", null);
        }
        return new Entry.End(rows, objects);
    }

    /// A table or column; it may be one that only former versions had.
    private String name() throws IOException {
        String name = text();
        if (!NAME.matcher(name).matches()) {
            throw new BackupRefused("the backup names a table or column that cannot be one", null);
        }
        return name;
    }

    private String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new BackupRefused("the backup has a value of an unlikely length", null);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /// The pieces of one object.
    private final class ObjectContent extends InputStream {
        private int left = -1;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left < 0) {
                left = in.readInt();
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, Math.min(length, left));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
            if (left == 0) {
                left = in.readInt();
            }
            return read;
        }
    }
}
