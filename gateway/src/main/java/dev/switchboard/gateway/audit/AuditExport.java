// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Chains written out, with all that is needed to verify them elsewhere, and read in again to be verified.
public final class AuditExport {
    private static final int PAGE = 500;
    private static final List<String> COLUMNS = List.of(
            "kind",
            "seq",
            "to",
            "at",
            "type",
            "actor",
            "action",
            "session",
            "subject",
            "outcome",
            "route",
            "person",
            "personSalt",
            "personMark",
            "origin",
            "originSalt",
            "originMark",
            "before",
            "digest",
            "signature",
            "tenant",
            "publicKey");

    private final Audits audits;
    private final JsonMapper json;

    public AuditExport(Audits audits, JsonMapper json) {
        this.audits = audits;
        this.json = json;
    }

    /// The forms of an export.
    public enum Form {
        NDJSON,
        CSV
    }

    /// Writes a tenant's chain.
    public void write(TenantId tenant, Form form, Writer out) throws IOException {
        List<Link.Seal> seals = audits.seals(tenant);
        Link.Head head = audits.head(tenant);
        if (form == Form.CSV) {
            out.write(String.join(",", COLUMNS) + "\r\n");
        }
        line(
                form,
                out,
                fields(
                        "kind", "chain",
                        "tenant", tenant.value(),
                        "publicKey", audits.publicKey().base64(),
                        "seq", head.seq(),
                        "digest", head.digest().hex()));
        for (Link.Seal seal : seals) {
            line(
                    form,
                    out,
                    fields(
                            "kind", "seal",
                            "seq", seal.seq(),
                            "at", seal.at(),
                            "digest", seal.digest().hex(),
                            "signature", seal.signature().base64()));
        }
        long after = 0;
        while (after < head.seq()) {
            List<Link> page = audits.after(tenant, after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            for (Link link : page) {
                after = link.last();
                if (link.first() <= head.seq()) {
                    line(form, out, fields(link));
                }
            }
        }
    }

    private static Map<String, Object> fields(@Nullable Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                fields.put(String.valueOf(pairs[i]), value);
            }
        }
        return fields;
    }

    private static Map<String, Object> fields(Link link) {
        return switch (link) {
            case Link.Entry entry ->
                fields(
                        "kind", "entry",
                        "seq", entry.seq(),
                        "at", entry.at(),
                        "time", Instant.ofEpochMilli(entry.at()).toString(),
                        "type", entry.type(),
                        "actor", entry.actor(),
                        "action", entry.action(),
                        "session", entry.session(),
                        "subject", entry.subject(),
                        "outcome", entry.outcome(),
                        "route", entry.route(),
                        "person", entry.person().value(),
                        "personSalt", hex(entry.person().salt()),
                        "personMark", hex(entry.person().mark()),
                        "origin", entry.origin().value(),
                        "originSalt", hex(entry.origin().salt()),
                        "originMark", hex(entry.origin().mark()),
                        "digest", entry.digest().hex());
            case Link.Gap gap ->
                fields(
                        "kind", "gap",
                        "seq", gap.first(),
                        "to", gap.last(),
                        "at", gap.at(),
                        "before", gap.before().hex(),
                        "digest", gap.digest().hex(),
                        "signature", gap.signature().base64());
        };
    }

    private static @Nullable String hex(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.hex();
    }

    private void line(Form form, Writer out, Map<String, Object> fields) throws IOException {
        switch (form) {
            case NDJSON -> out.write(json.writeValueAsString(fields) + "\n");
            case CSV ->
                out.write(
                        COLUMNS.stream().map(column -> cell(fields.get(column))).collect(Collectors.joining(","))
                                + "\r\n");
        }
    }

    /// A cell that no spreadsheet takes for a formula.
    private static String cell(@Nullable Object value) {
        String text = Objects.toString(value, "");
        boolean formula = value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    /// Verifies an export in NDJSON.
    ///
    /// @param pinned the public key it has to be signed with; empty = the one it names
    public static Verification.Verdict verify(BufferedReader in, Optional<Bytes> pinned) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        Reading reading = new Reading(pinned);
        String line;
        while ((line = in.readLine()) != null) {
            if (!line.isBlank()) {
                try {
                    reading.take(json.readTree(line));
                } catch (JacksonException | IllegalArgumentException _) {
                    return reading.unreadable();
                }
            }
        }
        return reading.end();
    }

    /// An export while it is read.
    private static final class Reading {
        private final Optional<Bytes> pinned;
        private final List<Link.Seal> seals = new ArrayList<>();
        private String tenant = "";
        private Bytes publicKey = Bytes.EMPTY;
        private Link.Head head = Link.Head.NONE;
        private @Nullable Verification verification;

        private Reading(Optional<Bytes> pinned) {
            this.pinned = pinned;
        }

        void take(JsonNode line) {
            switch (line.path("kind").asString("")) {
                case "chain" -> {
                    tenant = text(line, "tenant");
                    publicKey = pinned.orElseGet(() -> Bytes.fromBase64(text(line, "publicKey")));
                    head = new Link.Head(line.path("seq").asLong(), bytes(line, "digest"));
                }
                case "seal" ->
                    seals.add(new Link.Seal(
                            tenant,
                            line.path("seq").asLong(),
                            bytes(line, "digest"),
                            line.path("at").asLong(),
                            Bytes.fromBase64(text(line, "signature"))));
                case "entry" -> verification().next(entry(line));
                case "gap" ->
                    verification()
                            .next(new Link.Gap(
                                    tenant,
                                    line.path("seq").asLong(),
                                    line.path("to").asLong(),
                                    bytes(line, "before"),
                                    bytes(line, "digest"),
                                    line.path("at").asLong(),
                                    Bytes.fromBase64(text(line, "signature"))));
                default -> throw new IllegalArgumentException("a line of an unknown kind");
            }
        }

        private Verification verification() {
            Verification known = verification;
            if (known == null) {
                known = new Verification(tenant, publicKey, seals);
                verification = known;
            }
            return known;
        }

        private Link.Entry entry(JsonNode line) {
            return new Link.Entry(
                    tenant,
                    line.path("seq").asLong(),
                    line.path("at").asLong(),
                    text(line, "type"),
                    text(line, "actor"),
                    text(line, "action"),
                    textOrNull(line, "session"),
                    textOrNull(line, "subject"),
                    text(line, "outcome"),
                    textOrNull(line, "route"),
                    personal(line, "person"),
                    personal(line, "origin"),
                    bytes(line, "digest"));
        }

        private static Link.Personal personal(JsonNode line, String name) {
            return new Link.Personal(
                    textOrNull(line, name), bytesOrNull(line, name + "Salt"), bytesOrNull(line, name + "Mark"));
        }

        private static String text(JsonNode line, String name) {
            String text = textOrNull(line, name);
            if (text == null) {
                throw new IllegalArgumentException("a line without " + name);
            }
            return text;
        }

        private static @Nullable String textOrNull(JsonNode line, String name) {
            return line.hasNonNull(name) ? line.path(name).asString() : null;
        }

        private static Bytes bytes(JsonNode line, String name) {
            return Bytes.fromHex(text(line, name));
        }

        private static @Nullable Bytes bytesOrNull(JsonNode line, String name) {
            String hex = textOrNull(line, name);
            return hex == null ? null : Bytes.fromHex(hex);
        }

        Verification.Verdict unreadable() {
            return Verification.impossible("a line of the export cannot be read");
        }

        Verification.Verdict end() {
            return tenant.isEmpty()
                    ? Verification.impossible("the export does not begin with its chain")
                    : verification().end(head);
        }
    }
}
