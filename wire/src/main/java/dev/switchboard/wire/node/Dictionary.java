// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The token tables of dictionary version 3, in both directions.
final class Dictionary {

    /// The tables, read once.
    static final Dictionary V3 = load("dictionary-v3.txt");

    /// What [#codeOf] answers for a text that is no token.
    static final int NONE = -1;

    private static final int SINGLE_SIZE = 236;
    private static final int DOUBLE_TABLES = 4;
    private static final int DOUBLE_SIZE = 256;
    private static final int SLOTS = 4096;

    private final Value.@Nullable Text[] singles = new Value.@Nullable Text[SINGLE_SIZE];
    private final Value.@Nullable Text[] doubles = new Value.@Nullable Text[DOUBLE_TABLES * DOUBLE_SIZE];

    private final @Nullable String[] slotTexts = new @Nullable String[SLOTS];
    private final int[] slotCodes = new int[SLOTS];
    private int longest;

    private Dictionary() {}

    /// The token of one byte, or null if the byte names none.
    Value.@Nullable Text single(int code) {
        return code < SINGLE_SIZE ? singles[code] : null;
    }

    /// The token `index` of double-byte table `table`, or null if there is none.
    Value.@Nullable Text twoByte(int table, int index) {
        return doubles[table * DOUBLE_SIZE + index];
    }

    /// The wire value of a token: one byte below 256, otherwise two bytes; [#NONE] if the text is none.
    int codeOf(String text) {
        if (text.length() > longest) {
            return NONE;
        }
        int slot = slotOf(text);
        while (true) {
            String found = slotTexts[slot];
            if (found == null) {
                return NONE;
            }
            if (found.equals(text)) {
                return slotCodes[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    private static int slotOf(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return hash >>> 20;
    }

    private void add(String text, int code) {
        int slot = slotOf(text);
        while (slotTexts[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        slotTexts[slot] = text;
        slotCodes[slot] = code;
        longest = Math.max(longest, text.length());
    }

    private void addSingle(int code, String text) {
        singles[code] = new Value.Text(text);
        add(text, code);
    }

    private void addDouble(int table, int index, String text) {
        doubles[table * DOUBLE_SIZE + index] = new Value.Text(text);
        add(text, (Tags.DICTIONARY_0 + table) << 8 | index);
    }

    private static Dictionary load(String resource) {
        Dictionary dictionary = new Dictionary();
        try (InputStream in = Dictionary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("resource " + resource + " is part of this module");
            }
            dictionary.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dictionary;
    }

    private void read(BufferedReader lines) throws IOException {
        int table = -1;
        int index = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("#") || line.equals("[single]")) {
                continue;
            }
            if (line.startsWith("[double ")) {
                table++;
                index = 0;
            } else if (table < 0) {
                addSingle(index++, line);
            } else {
                addDouble(table, index++, line);
            }
        }
    }
}
