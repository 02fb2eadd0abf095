// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which people are meant. What is left out says nothing.
///
/// @param list members of this list
/// @param allTags with all of these
/// @param anyTags with at least one of these
/// @param noTags with none of these
/// @param language of this language
/// @param words part of the name or number
/// @param suppressed only those who get no campaigns, or only the others
@Schema(name = "PeopleQuery")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PeopleQuery(
        @Schema(description = "id of a contact list", example = "customers") @Nullable
        String list,

        @Schema(example = "[\"vip\"]") @Nullable List<String> allTags,
        @Nullable List<String> anyTags,
        @Nullable List<String> noTags,
        @Schema(example = "de") @Nullable String language,

        @Schema(description = "part of the name or number") @Nullable
        String words,

        @Nullable Boolean suppressed) {
    /// Everybody.
    public static final PeopleQuery ALL = new PeopleQuery(null, null, null, null, null, null, null);

    /// The members of a list.
    public static PeopleQuery ofList(String id) {
        return new PeopleQuery(id, null, null, null, null, null, null);
    }

    /// Those with a tag.
    public static PeopleQuery ofTag(String tag) {
        return new PeopleQuery(null, List.of(tag), null, null, null, null, null);
    }

    /// A condition in SQL, with the values of its places.
    record Condition(String sql, List<@Nullable Object> values) {}

    /// What it asks of a row `p` of people.
    Condition condition(String tenant) {
        StringBuilder sql = new StringBuilder("p.tenant_id = ?");
        List<@Nullable Object> values = new ArrayList<>();
        values.add(tenant);
        if (list != null) {
            sql.append(" AND EXISTS (SELECT 1 FROM contact_list_member m JOIN contact_list l ON l.ref = m.list_ref"
                    + " WHERE m.person_ref = p.ref AND l.tenant_id = ? AND l.id = ?)");
            values.add(tenant);
            values.add(list);
        }
        for (String tag : of(allTags)) {
            sql.append(" AND EXISTS (").append(TAGGED).append("t.tag = ?)");
            values.add(tag);
        }
        some(sql, values, " AND EXISTS (", of(anyTags));
        some(sql, values, " AND NOT EXISTS (", of(noTags));
        if (language != null) {
            sql.append(" AND lower(p.language) = ?");
            values.add(language.toLowerCase(Locale.ROOT));
        }
        if (words != null && !words.isBlank()) {
            sql.append(" AND (lower(COALESCE(p.name, '')) LIKE ? ESCAPE '!' OR p.jid LIKE ? ESCAPE '!')");
            String plain = words.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
            values.add("%" + plain + "%");
            values.add("%" + plain.replaceAll("[+\\s()-]", "") + "%");
        }
        if (suppressed != null) {
            sql.append(suppressed ? " AND" : " AND NOT")
                    .append(" EXISTS (SELECT 1 FROM suppression s WHERE s.tenant_id = p.tenant_id AND s.jid = p.jid)");
        }
        return new Condition(sql.toString(), values);
    }

    private static final String TAGGED = "SELECT 1 FROM person_tag t WHERE t.person_ref = p.ref AND ";

    private static void some(StringBuilder sql, List<@Nullable Object> values, String how, List<String> tags) {
        if (!tags.isEmpty()) {
            sql.append(how)
                    .append(TAGGED)
                    .append("t.tag IN (?")
                    .repeat(", ?", tags.size() - 1)
                    .append("))");
            values.addAll(tags);
        }
    }

    private static List<String> of(@Nullable List<String> tags) {
        return Objects.requireNonNullElse(tags, List.of());
    }

    /// Whether it says nothing.
    public boolean everybody() {
        return equals(ALL);
    }
}
