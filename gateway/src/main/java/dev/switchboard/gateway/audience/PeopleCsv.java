// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.wire.jid.Jid;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// People in a CSV file, read a row at a time however long the file is. The first line names the columns: one of them
/// holds the number, `language` the language, all others are values for templates. Comma, semicolon and tab separate.
public final class PeopleCsv implements AutoCloseable {
    private static final Set<String> NUMBER = Set.of(
            "phone",
            "number",
            "phone_number",
            "phonenumber",
            "mobile",
            "msisdn",
            "whatsapp",
            "tel",
            "telephone",
            "to",
            "jid");
    private static final Set<String> LANGUAGE = Set.of("language", "lang", "locale");
    private static final int COLUMNS = 100;
    private static final int CELL = 2_000;
    private static final int ROW = 128 << 10;
    private static final int HEAD = 8 << 10;

    private final Bounded text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<@Nullable String> variables = new ArrayList<>();
    private int number = -1;
    private int language = -1;
    private boolean broken;

    private PeopleCsv(Bounded text, CSVParser parser, Iterator<CSVRecord> records) {
        this.text = text;
        this.parser = parser;
        this.records = records;
    }

    /// A row of the file.
    public sealed interface Row {
        /// The line on which it begins, counted from 1.
        long line();

        /// Somebody.
        record Good(long line, Jid jid, Optional<String> language, Map<String, String> variables) implements Row {
            @Override
            public String toString() {
                return "Good[" + line + "]";
            }
        }

        /// Something that nobody can be made of, and why; it holds nothing of what stands there.
        record Bad(long line, String reason) implements Row {}
    }

    /// Why a file cannot be read at all.
    public static final class NoHeader extends Exception {
        private static final long serialVersionUID = 1L;

        NoHeader(String message) {
            super(message, null, false, false);
        }
    }

    /// Begins to read a file.
    ///
    /// @param column the name of the column with the number; empty = one of the usual names
    /// @throws NoHeader if its first line names no such column
    public static PeopleCsv read(InputStream file, Optional<String> column) throws IOException, NoHeader {
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8), HEAD);
        lines.mark(HEAD);
        char[] start = new char[HEAD - 1];
        int length = Math.max(0, lines.read(start));
        lines.reset();
        String head = new String(start, 0, length);
        if (head.startsWith("\uFEFF")) {
            lines.skip(1);
        }
        Bounded text = new Bounded(lines);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(head.lines().findFirst().orElse("")))
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(true)
                .get();
        try {
            CSVParser parser =
                    CSVParser.builder().setReader(text).setFormat(format).get();
            PeopleCsv csv = new PeopleCsv(text, parser, parser.iterator());
            csv.header(column);
            return csv;
        } catch (UncheckedIOException | IllegalStateException _) {
            throw new NoHeader("The first line cannot be read.");
        }
    }

    private static char delimiter(String head) {
        return Stream.of(',', ';', '\t')
                .max(Comparator.comparingLong(
                        candidate -> head.chars().filter(c -> c == candidate).count()))
                .orElse(',');
    }

    private void header(Optional<String> column) throws NoHeader {
        if (!records.hasNext()) {
            throw new NoHeader("The file is empty.");
        }
        CSVRecord names = records.next();
        for (int i = 0; i < names.size() && i < COLUMNS; i++) {
            String name = names.get(i).strip();
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
            boolean wanted = column.map(name::equalsIgnoreCase).orElseGet(() -> NUMBER.contains(plain));
            if (wanted && number < 0) {
                number = i;
                variables.add(null);
            } else if (LANGUAGE.contains(plain) && language < 0) {
                language = i;
                variables.add(null);
            } else {
                variables.add(variable(name));
            }
        }
        if (number < 0) {
            throw new NoHeader("The first line names no column with the number.");
        }
    }

    private static @Nullable String variable(String name) {
        String usable = name.replaceAll("[^A-Za-z0-9_]+", "_");
        return usable.matches("[A-Za-z][A-Za-z0-9_]{0,63}") ? usable : null;
    }

    /// The names of values the file has.
    public List<String> variables() {
        return variables.stream().filter(java.util.Objects::nonNull).toList();
    }

    /// The next row; empty at the end.
    public Optional<Row> next() {
        if (broken) {
            return Optional.empty();
        }
        text.count = 0;
        long line = parser.getCurrentLineNumber() + 1;
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CSVRecord record = records.next();
            long inside = record.stream()
                    .mapToLong(cell -> cell.chars().filter(c -> c == '\n').count())
                    .sum();
            return Optional.of(row(parser.getCurrentLineNumber() - inside, record));
        } catch (UncheckedIOException | IllegalStateException _) {
            broken = true;
            return Optional.of(
                    new Row.Bad(line, "not readable from here on: a quote is not closed, or the row is too long"));
        }
    }

    private Row row(long line, CSVRecord record) {
        if (record.size() <= number) {
            return new Row.Bad(line, "has no number");
        }
        Optional<Jid> jid = AnyAddress.parse(record.get(number));
        if (jid.isEmpty()) {
            return new Row.Bad(line, record.get(number).isBlank() ? "has no number" : "the number is not acceptable");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(record.size(), variables.size()); i++) {
            String name = variables.get(i);
            if (record.get(i).length() > CELL) {
                return new Row.Bad(line, "a cell is longer than " + CELL + " characters");
            }
            if (name != null && !record.get(i).isEmpty()) {
                values.put(name, record.get(i));
            }
        }
        Optional<String> spoken = language >= 0 && language < record.size()
                ? Optional.of(record.get(language)).filter(tag -> !tag.isBlank() && tag.length() < 36)
                : Optional.empty();
        return new Row.Good(line, jid.get(), spoken, values);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /// Ends what would be one endless row.
    private static final class Bounded extends FilterReader {
        private long count;

        private Bounded(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            counted(1);
            return c;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            counted(Math.max(0, read));
            return read;
        }

        private void counted(int more) throws IOException {
            count += more;
            if (count > ROW) {
                throw new IOException("a row is too long");
            }
        }
    }
}
