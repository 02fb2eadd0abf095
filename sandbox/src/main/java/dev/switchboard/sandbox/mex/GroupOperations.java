// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.group.Group;
import dev.switchboard.sandbox.group.Groups;
import dev.switchboard.sandbox.group.GroupsHandler;
import dev.switchboard.sandbox.group.Trait;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is asked about communities, and the settings of groups that are changed here.
final class GroupOperations {

    private final Groups groups;
    private final GroupsHandler settings;

    GroupOperations(Groups groups, GroupsHandler settings) {
        this.groups = groups;
        this.settings = settings;
    }

    /// The groups of a community: the announcement group, and the others.
    ObjectNode subGroups(MexQuery query) {
        Group community = community(query, query.requireText("group_id"));
        ObjectNode answer = MexJson.object().put("id", community.jid().toString());
        answer.putNull("default_sub_group");
        ArrayNode edges = answer.putObject("sub_groups").putArray("edges");
        for (Group group : groups.subGroups(community)) {
            if (group.is(Trait.DEFAULT_SUB_GROUP)) {
                answer.set("default_sub_group", described(group));
            } else {
                edges.addObject().set("node", described(group));
            }
        }
        return MexQuery.answer("xwa2_group_query_by_id", answer);
    }

    /// How many are in each group of a community.
    ObjectNode counts(MexQuery query) {
        Group community = community(query, query.requireText("group_jid"));
        ObjectNode answer = MexJson.object().put("id", community.jid().toString());
        ArrayNode edges = answer.putObject("sub_groups").putArray("edges");
        for (Group group : groups.subGroups(community)) {
            edges.addObject()
                    .putObject("node")
                    .put("id", group.jid().toString())
                    .put("total_participants_count", group.members().size());
        }
        return MexQuery.answer("xwa2_group_query_by_id", answer);
    }

    /// Groups that could join a community: none, everybody links his own.
    ObjectNode suggestions(MexQuery query) {
        ObjectNode answer = MexJson.object();
        query.text("group_id").ifPresent(id -> answer.put("id", id));
        answer.putObject("sub_group_suggestions").putArray("edges");
        return MexQuery.answer("xwa2_group_query_by_id", answer);
    }

    private Group community(MexQuery query, String id) {
        Jid jid = id.contains("@") ? Jid.parse(id) : Jid.group(id);
        Group community = groups.find(jid).orElseThrow(MexQuery::notFound);
        if (!groups.mayLook(community, query.asker())) {
            throw MexQuery.forbidden();
        }
        return community;
    }

    private static ObjectNode described(Group group) {
        ObjectNode node = MexJson.object()
                .put("id", group.jid().toString())
                .put("subject", group.name())
                .put("participants_count", group.members().size());
        node.putObject("properties").put("general_chat", group.is(Trait.GENERAL_CHAT));
        return node;
    }

    /// A setting of a group.
    ObjectNode update(MexQuery query) {
        Group group = groups.find(Jid.parse(query.requireText("group_id"))).orElseThrow(MexQuery::notFound);
        if (settings.update(group, query.asker(), words(query), limit(query))
                instanceof Answer.Refused(int code, String text)) {
            throw new MexQuery.Refusal(code, text);
        }
        return MexQuery.answer(
                "xwa2_group_update_property",
                MexJson.object().put("id", group.jid().toString()).put("state", "ACTIVE"));
    }

    private static Map<String, String> words(MexQuery query) {
        Map<String, String> words = new LinkedHashMap<>();
        query.variables().path("update").properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                words.put(entry.getKey(), entry.getValue().asText().toLowerCase(Locale.ROOT));
            }
        });
        return words;
    }

    private static Optional<Boolean> limit(MexQuery query) {
        var enabled = query.variables().path("update").path("limit_sharing").path("limit_sharing_enabled");
        return enabled.isBoolean() ? Optional.of(enabled.asBoolean()) : Optional.empty();
    }
}
