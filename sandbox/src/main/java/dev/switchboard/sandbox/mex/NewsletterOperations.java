// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.newsletter.Newsletter;
import dev.switchboard.sandbox.newsletter.Newsletters;
import dev.switchboard.sandbox.newsletter.Posting;
import dev.switchboard.sandbox.newsletter.Role;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked about newsletters, and done with them.
final class NewsletterOperations {

    private static final String DELETED = "deleted";

    private final Newsletters newsletters;
    private final Registry registry;
    private final Pictures pictures;
    private final NewsletterJson json;
    private final MexNotices notices;

    NewsletterOperations(Newsletters newsletters, Registry registry, Pictures pictures, MexNotices notices) {
        this.newsletters = newsletters;
        this.registry = registry;
        this.pictures = pictures;
        this.json = new NewsletterJson(pictures);
        this.notices = notices;
    }

    ObjectNode create(MexQuery query) {
        JsonNode input = query.variables().has("newsletter_input")
                ? query.variables().path("newsletter_input")
                : query.variables().path("input");
        String name = input.path("name").asText("");
        if (name.isBlank()) {
            throw MexQuery.badRequest();
        }
        String description = input.path("description").isTextual()
                ? input.path("description").asText()
                : "";
        Newsletter made = newsletters.create(query.asker(), name, description);
        setPicture(made, input.path("picture"));
        notices.joined(query.device(), json.whole(made, query.asker()));
        return MexQuery.answer("xwa2_newsletter_create", json.whole(made, query.asker()));
    }

    private void setPicture(Newsletter newsletter, JsonNode picture) {
        if (!picture.isTextual()) {
            return;
        }
        if (picture.asText().isEmpty()) {
            pictures.remove(newsletter.jid());
            return;
        }
        try {
            Bytes image = Bytes.copyOf(Base64.getMimeDecoder().decode(picture.asText()));
            pictures.put(newsletter.jid(), image, Bytes.EMPTY);
        } catch (IllegalArgumentException _) {
            throw MexQuery.badRequest();
        }
    }

    /// Everything about a newsletter named by address or code; `null` if there is none.
    ObjectNode metadata(MexQuery query) {
        String key = query.requireText("key");
        Optional<Newsletter> found =
                query.text("type").filter("INVITE"::equalsIgnoreCase).isPresent()
                        ? newsletters.byInvite(key)
                        : newsletters.find(jid(key));
        ObjectNode answer = MexJson.object();
        if (found.isEmpty()) {
            answer.putNull("xwa2_newsletter");
            return answer;
        }
        boolean impersonal =
                query.text("fetch_viewer_metadata").filter("false"::equals).isPresent();
        return answer.set(
                "xwa2_newsletter", impersonal ? json.shown(found.get()) : json.whole(found.get(), query.asker()));
    }

    private static Jid jid(String text) {
        return text.contains("@") ? Jid.parse(text) : Jid.newsletter(text);
    }

    private Newsletter named(MexQuery query) {
        return newsletters.find(jid(query.requireText("newsletter_id"))).orElseThrow(MexQuery::notFound);
    }

    ObjectNode subscribed(MexQuery query) {
        return MexQuery.answer("xwa2_newsletter_subscribed", json.list(newsletters.of(query.asker()), query.asker()));
    }

    ObjectNode join(MexQuery query) {
        Newsletter newsletter = named(query);
        if (newsletter.roleOf(query.asker()) == Role.GUEST) {
            newsletters.setRole(newsletter, query.asker(), Role.SUBSCRIBER);
            notices.joined(query.device(), json.whole(newsletter, query.asker()));
        }
        return MexQuery.answer("xwa2_newsletter_join_v2", json.whole(newsletter, query.asker()));
    }

    ObjectNode leave(MexQuery query) {
        Newsletter newsletter = named(query);
        if (newsletter.roleOf(query.asker()) != Role.GUEST) {
            newsletters.setRole(newsletter, query.asker(), Role.GUEST);
            notices.left(query.device(), newsletter.jid());
        }
        return MexQuery.answer("xwa2_newsletter_leave_v2", NewsletterJson.state(newsletter, "active"));
    }

    ObjectNode update(MexQuery query) {
        Newsletter newsletter = named(query);
        if (!newsletter.roleOf(query.asker()).mayPost()) {
            throw MexQuery.forbidden();
        }
        JsonNode updates = query.variables().path("updates");
        if (updates.path("name").isTextual()) {
            newsletters.rename(newsletter, updates.path("name").asText());
        }
        if (updates.path("description").isTextual()) {
            newsletters.describe(newsletter, updates.path("description").asText());
        }
        setPicture(newsletter, updates.path("picture"));
        return MexQuery.answer("xwa2_newsletter_update", json.whole(newsletter, query.asker()));
    }

    ObjectNode mute(MexQuery query, boolean mute) {
        Newsletter newsletter = named(query);
        if (newsletter.roleOf(query.asker()) == Role.GUEST) {
            throw MexQuery.forbidden();
        }
        newsletters.mute(newsletter, query.asker(), mute);
        notices.muted(query.device(), newsletter.jid(), mute);
        return MexQuery.answer(
                mute ? "xwa2_newsletter_mute_v2" : "xwa2_newsletter_unmute_v2", json.whole(newsletter, query.asker()));
    }

    /// Who reads a newsletter, and who is invited to write it; clients use one number for both.
    ObjectNode subscribers(MexQuery query) {
        Newsletter newsletter = named(query);
        if (!newsletter.roleOf(query.asker()).mayPost()) {
            throw MexQuery.forbidden();
        }
        ObjectNode answer = MexJson.object();
        ObjectNode readers = answer.putObject("xwa2_newsletter_subscribers")
                .put("id", newsletter.jid().toString());
        ArrayNode edges = readers.putObject("subscribers").putArray("edges");
        newsletter
                .roles()
                .forEach((reader, role) -> edges.addObject()
                        .put("role", role.name())
                        .put("subscribe_time", Long.toString(newsletter.created()))
                        .putObject("node")
                        .put("id", reader.lid().toString())
                        .put("display_name", reader.pushName()));
        answer.putObject("xwa2_newsletter_admin")
                .put("id", newsletter.jid().toString())
                .putArray("pending_invites");
        return answer;
    }

    /// Newsletters that one could read, all of them.
    ObjectNode all(MexQuery query, String name) {
        ObjectNode found = MexJson.object();
        found.set("result", json.list(newsletters.all(), query.asker()));
        found.putObject("page_info")
                .put("hasNextPage", false)
                .put("hasPreviousPage", false)
                .putNull("startCursor")
                .putNull("endCursor");
        return MexQuery.answer(name, found);
    }

    ObjectNode adminCount(MexQuery query) {
        Newsletter newsletter = named(query);
        long admins = newsletter.roles().values().stream().filter(Role::mayPost).count();
        return MexQuery.answer(
                "xwa2_newsletter_admin",
                MexJson.object().put("id", newsletter.jid().toString()).put("admin_count", admins));
    }

    ObjectNode capabilities(MexQuery query) {
        Newsletter newsletter = named(query);
        ObjectNode admin = MexJson.object().put("id", newsletter.jid().toString());
        admin.putArray("capabilities");
        return MexQuery.answer("xwa2_newsletter_admin", admin);
    }

    /// Who reacted with what to a post.
    ObjectNode reactionSenders(MexQuery query) {
        Newsletter newsletter = named(query);
        Posting posting = query.text("server_id")
                .filter(text -> text.chars().allMatch(Character::isDigit))
                .flatMap(text -> newsletter.post(Long.parseLong(text)))
                .orElseThrow(MexQuery::notFound);
        Map<String, ArrayNode> senders = new LinkedHashMap<>();
        ArrayNode reactions = MexJson.array();
        posting.reactions()
                .forEach((reader, code) -> senders.computeIfAbsent(
                                code,
                                _ -> reactions
                                        .addObject()
                                        .put("reaction_code", code)
                                        .putObject("sender_list")
                                        .putArray("edges"))
                        .addObject()
                        .putObject("node")
                        .put("id", reader.lid().toString())
                        .put("display_name", reader.pushName()));
        ObjectNode list = MexJson.object();
        list.set("reactions", reactions);
        return MexQuery.answer("xwa2_newsletters_reaction_sender_list", list);
    }

    ObjectNode changeOwner(MexQuery query) {
        Newsletter newsletter = owned(query);
        Account heir = person(query);
        if (newsletter.roleOf(heir) == Role.GUEST) {
            throw MexQuery.forbidden();
        }
        newsletters.setRole(newsletter, query.asker(), Role.ADMIN);
        newsletters.setRole(newsletter, heir, Role.OWNER);
        return MexQuery.answer("xwa2_newsletter_change_owner", NewsletterJson.state(newsletter, "active"));
    }

    ObjectNode demote(MexQuery query) {
        Newsletter newsletter = named(query);
        Account admin = person(query);
        boolean may = newsletter.roleOf(query.asker()) == Role.OWNER || admin == query.asker();
        if (!may || newsletter.roleOf(admin) != Role.ADMIN) {
            throw MexQuery.forbidden();
        }
        newsletters.setRole(newsletter, admin, Role.SUBSCRIBER);
        return MexQuery.answer("xwa2_newsletter_demote", NewsletterJson.state(newsletter, "active"));
    }

    ObjectNode delete(MexQuery query) {
        Newsletter newsletter = owned(query);
        List<Account> readers = List.copyOf(newsletter.roles().keySet());
        newsletters.delete(newsletter);
        pictures.remove(newsletter.jid());
        readers.forEach(reader -> notices.deleted(reader, query.device(), newsletter.jid()));
        return MexQuery.answer("xwa2_newsletter_delete_v2", NewsletterJson.state(newsletter, DELETED));
    }

    private Newsletter owned(MexQuery query) {
        Newsletter newsletter = named(query);
        if (newsletter.roleOf(query.asker()) != Role.OWNER) {
            throw MexQuery.forbidden();
        }
        return newsletter;
    }

    private Account person(MexQuery query) {
        return registry.account(Jid.parse(query.requireText("user_id"))).orElseThrow(MexQuery::notFound);
    }
}
