// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An open conversation.
///
/// @param jid the chat's canonical address; empty if none is open
/// @param chat as the list shows it; nothing if it has no message yet
/// @param messages a page of them, newest first
/// @param person the contact or the group
public record Talk(String jid, Json chat, Json messages, Json person) {
    static final Talk NONE = new Talk("", Json.NOTHING, Json.NOTHING, Json.NOTHING);

    public boolean open() {
        return !jid.isEmpty();
    }

    /// Oldest first, as people read.
    public List<Json> inOrder() {
        List<Json> items = new ArrayList<>(messages.items("items"));
        Collections.reverse(items);
        return items;
    }

    /// The messages at hand by their ids, for quotes.
    public Map<String, Json> byId() {
        return messages.items("items").stream()
                .collect(Collectors.toMap(message -> message.text("id"), Function.identity(), (one, _) -> one));
    }

    public boolean group() {
        return jid.endsWith("@g.us");
    }

    public String name() {
        String name = person.textOr("name", person.textOr("subject", chat.text("name")));
        return name.isEmpty() ? number(jid) : name;
    }

    /// A chat's or person's address as people write it.
    public static String number(String jid) {
        int at = jid.indexOf('@');
        String user = at < 0 ? jid : jid.substring(0, at);
        return jid.endsWith("@s.whatsapp.net") ? "+" + user : user;
    }

    /// The name of a chat in the list.
    public static String name(Json chat) {
        String name = chat.text("name");
        return name.isEmpty() ? number(chat.at("chat").text("jid")) : name;
    }

    /// The address under which a file of a message is found.
    public static String file(String session, Json message) {
        return "/api/v1/sessions/" + NativeApi.part(session) + "/media/"
                + NativeApi.part(message.at("media").text("id"));
    }

    /// How high a picture of this width is shown, so that its place is kept before it comes.
    public static long height(Json media, long width) {
        long wide = media.number("width");
        long high = media.number("height");
        return wide == 0 || high == 0 ? width * 3 / 4 : Math.clamp(high * width / wide, 80, 420);
    }
}
