// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.node.Node;
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
        return request.isSet() ? change(request, privacy.get()) : Answer.of(settings(request.account()));
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
            echoed.add(category(name, value));
        }
        registry.save(request.account());
        Node result = Node.builder("privacy").children(echoed).build();
        notices.tellOthers(request.device(), result);
        return Answer.of(result);
    }

    private static Node category(String name, String value) {
        return Node.builder("category").attr("name", name).attr("value", value).build();
    }
}
