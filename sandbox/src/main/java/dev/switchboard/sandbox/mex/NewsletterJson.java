// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.newsletter.Newsletter;
import dev.switchboard.sandbox.newsletter.Newsletter.Text;
import dev.switchboard.sandbox.newsletter.Role;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.sandbox.people.Pictures.Picture;
import java.util.Collection;
import java.util.Optional;

/// Newsletters as answers show them.
final class NewsletterJson {

    private final Pictures pictures;

    NewsletterJson(Pictures pictures) {
        this.pictures = pictures;
    }

    /// Everything about a newsletter, for a viewer.
    ObjectNode whole(Newsletter newsletter, Account viewer) {
        ObjectNode json = shown(newsletter);
        Role role = newsletter.roleOf(viewer);
        json.putObject("viewer_metadata")
                .put("role", role.word())
                .put("mute", newsletter.isMutedBy(viewer) ? "on" : "off");
        return json;
    }

    /// What anybody may know of a newsletter.
    ObjectNode shown(Newsletter newsletter) {
        ObjectNode json = state(newsletter, "active");
        ObjectNode thread = json.putObject("thread_metadata");
        text(thread.putObject("name"), newsletter.name());
        text(thread.putObject("description"), newsletter.description());
        thread.put("subscribers_count", Integer.toString(newsletter.roles().size()))
                .put("creation_time", Long.toString(newsletter.created()))
                .put("invite", newsletter.invite())
                .put("verification", "UNVERIFIED");
        thread.putNull("handle");
        Optional<Picture> picture = pictures.of(newsletter.jid());
        thread.set("picture", picture(picture, false));
        if (picture.isPresent()) {
            thread.set("preview", picture(picture, true));
        }
        thread.putObject("settings").putObject("reaction_codes").put("value", "ALL");
        return json;
    }

    /// A newsletter by name only, and its state.
    static ObjectNode state(Newsletter newsletter, String state) {
        ObjectNode json = MexJson.object().put("id", newsletter.jid().toString());
        json.putObject("state").put("type", state);
        return json;
    }

    private static void text(ObjectNode json, Text text) {
        json.put("id", text.id()).put("text", text.text()).put("update_time", Long.toString(text.since()));
    }

    /// Stock clients read a picture's parts without asking whether there is one.
    private static JsonNode picture(Optional<Picture> picture, boolean small) {
        return MexJson.object()
                .put("id", picture.map(found -> Long.toString(found.id())).orElse(""))
                .put("type", small ? "PREVIEW" : "IMAGE")
                .put("direct_path", picture.map(found -> found.path(small)).orElse(""));
    }

    ArrayNode list(Collection<Newsletter> newsletters, Account viewer) {
        ArrayNode list = MexJson.array();
        newsletters.forEach(newsletter -> list.add(whole(newsletter, viewer)));
        return list;
    }
}
