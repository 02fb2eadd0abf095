// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions and changes about who may see and do what: settings, the list of the blocked, and trusted-contact tokens.
public final class PrivacyStanzas {

    /// The kind of token that lets somebody write.
    public static final String TRUSTED_CONTACT = "trusted_contact";

    private PrivacyStanzas() {}

    /// Asks for all settings.
    public static Node askSettings(String id) {
        return Iq.get(id, Iq.Xmlns.PRIVACY).child(Node.of("privacy")).build();
    }

    /// Changes a setting.
    public static Node setSetting(String id, String name, String value) {
        return Iq.set(id, Iq.Xmlns.PRIVACY)
                .child(Node.of(
                        "privacy",
                        Node.builder("category")
                                .attr("name", name)
                                .attr("value", value)
                                .build()))
                .build();
    }

    /// Reads settings by name out of an answer.
    public static Map<String, String> settings(Node iq) {
        Map<String, String> settings = new LinkedHashMap<>();
        iq.child("privacy")
                .ifPresent(privacy -> privacy.children("category")
                        .forEach(category -> settings.put(
                                category.requireText("name"),
                                category.text("value").orElse(""))));
        return settings;
    }

    /// Asks who is blocked.
    public static Node askBlocklist(String id) {
        return Iq.get(id, Iq.Xmlns.BLOCKLIST).build();
    }

    /// Blocks or unblocks somebody.
    ///
    /// @param lid their hidden id
    /// @param pn their number, told when blocking
    public static Node block(String id, Jid lid, Optional<Jid> pn, boolean block) {
        return Iq.set(id, Iq.Xmlns.BLOCKLIST)
                .child(Node.builder("item")
                        .attr("jid", lid)
                        .attr("action", block ? "block" : "unblock")
                        .jidIfPresent("pn_jid", pn.filter(_ -> block)))
                .build();
    }

    /// The blocked.
    ///
    /// @param hash the server's hash of the list
    public record Blocklist(Optional<String> hash, List<Blocked> items) {
        /// Keeps an unmodifiable copy.
        public Blocklist {
            items = List.copyOf(items);
        }
    }

    /// Somebody who is blocked.
    public record Blocked(Jid jid, Optional<Jid> pn) {}

    /// Reads the list out of an answer; empty if the answer has none.
    public static Optional<Blocklist> blocklist(Node iq) {
        return iq.child("list")
                .map(list -> new Blocklist(
                        list.text("dhash"),
                        list.children("item").stream()
                                .flatMap(item ->
                                        item.jid("jid").stream().map(jid -> new Blocked(jid, item.jid("pn_jid"))))
                                .toList()));
    }

    /// Gives somebody a token that lets them write.
    public static Node issueToken(String id, Jid to, Instant at) {
        return Iq.set(id, Iq.Xmlns.PRIVACY)
                .child(Node.of(
                        "tokens",
                        Node.builder("token")
                                .attr("jid", to)
                                .attr("t", at.getEpochSecond())
                                .attr("type", TRUSTED_CONTACT)
                                .build()))
                .build();
    }

    /// A token that came back: the other side's, for us.
    public record Token(Jid jid, Optional<Instant> at, Bytes value) {}

    /// Reads the tokens out of the answer to an issue; those without content are left out.
    public static List<Token> tokens(Node iq) {
        List<Token> tokens = new ArrayList<>();
        iq.child("tokens")
                .ifPresent(list -> list.children("token").forEach(token -> {
                    Bytes value = token.contentBytes();
                    if (token.hasText("type", TRUSTED_CONTACT) && !value.isEmpty()) {
                        token.jid("jid")
                                .ifPresent(jid -> tokens.add(new Token(jid, Fields.instant(token, "t"), value)));
                    }
                }));
        return tokens;
    }
}
