// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.node.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Namespace `privacy`: who may see and do what, by category.
public final class PrivacyHandler implements IqHandler {

    private static final Map<String, String> DEFAULTS = defaults();
    private static final Set<String> VALUES = Set.of(
            "all",
            "contacts",
            "contact_blacklist",
            "contact_allowlist",
            "match_last_seen",
            "known",
            "none",
            "on_standard",
            "off");

    private static final String EXCEPT = "contact_blacklist";
    private static final int HASH_BYTES = 6;

    private final Registry registry;
    private final AccountNotices notices;
    private final IqHandler tokens;

    /// A handler on all accounts.
    ///
    /// @param tokens answers what is about trusted contacts
    public PrivacyHandler(Registry registry, AccountNotices notices, IqHandler tokens) {
        this.registry = registry;
        this.notices = notices;
        this.tokens = tokens;
    }

    private static Map<String, String> defaults() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : List.of("last", "profile", "status", "readreceipts", "groupadd", "calladd", "stickers")) {
            values.put(name, "all");
        }
        values.put("online", "all");
        values.put("messages", "all");
        values.put("defense", "off");
        return values;
    }

    @Override
    public Answer answer(IqRequest request) {
        if (request.isSet() && request.child("tokens").isPresent()) {
            return tokens.answer(request);
        }
        Optional<Node> privacy = request.child("privacy");
        if (privacy.isEmpty()) {
            return Answer.badRequest();
        }
        if (request.isSet()) {
            return change(request, privacy.get());
        }
        List<Node> lists = privacy.get().children("list");
        return Answer.of(lists.isEmpty() ? settings(request.account()) : exceptions(request.account(), lists));
    }

    private static Node settings(Account account) {
        List<Node> categories = new ArrayList<>();
        DEFAULTS.forEach(
                (name, value) -> categories.add(category(name, account.privacy().getOrDefault(name, value))));
        return Node.builder("privacy").children(categories).build();
    }

    private Answer change(IqRequest request, Node privacy) {
        List<Node> changed = privacy.children("category");
        for (Node category : changed) {
            if (!DEFAULTS.containsKey(category.requireText("name"))
                    || !VALUES.contains(category.requireText("value"))) {
                return Answer.badRequest();
            }
        }
        List<Node> echoed = new ArrayList<>();
        for (Node category : changed) {
            String name = category.requireText("name");
            String value = category.requireText("value");
            request.account().privacy().put(name, value);
            category.children("user").forEach(user -> except(request.account(), name, user));
            echoed.add(echo(request.account(), name, value));
        }
        registry.save(request.account());
        Node result = Node.builder("privacy").children(echoed).build();
        notices.tellOthers(request.device(), result);
        return Answer.of(result);
    }

    private void except(Account account, String category, Node user) {
        registry.account(user.requireJid("jid")).map(Account::phone).ifPresent(phone -> {
            if (user.hasText("action", "remove")) {
                account.excluded(category).remove(phone);
            } else {
                account.excluded(category).add(phone);
            }
        });
    }

    private static Node echo(Account account, String name, String value) {
        Node category = category(name, value);
        return value.equals(EXCEPT)
                ? category.toBuilder()
                        .attr("dhash", hash(account.excluded(name)))
                        .build()
                : category;
    }

    private Node exceptions(Account account, List<Node> asked) {
        List<Node> lists = new ArrayList<>();
        for (Node list : asked) {
            String name = list.requireText("name");
            List<Node> users = account.excluded(name).stream()
                    .flatMap(phone -> registry.byPhone(phone).stream())
                    .map(user -> Node.builder("user")
                            .attr("jid", user.lid())
                            .attr("pn_jid", user.pn())
                            .build())
                    .toList();
            lists.add(Node.builder("list")
                    .attr("name", name)
                    .attr("value", list.text("value").orElse(EXCEPT))
                    .attr("dhash", hash(account.excluded(name)))
                    .children(users)
                    .build());
        }
        return Node.builder("privacy").children(lists).build();
    }

    private static String hash(Set<String> numbers) {
        byte[] all = String.join(",", numbers).getBytes(StandardCharsets.UTF_8);
        return Bytes.copyOf(Sha.sha256(all), 0, HASH_BYTES).base64Url();
    }

    private static Node category(String name, String value) {
        return Node.builder("category").attr("name", name).attr("value", value).build();
    }
}
