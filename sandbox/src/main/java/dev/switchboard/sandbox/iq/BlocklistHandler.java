// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.node.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Namespace `blocklist`: whose messages and questions an account does not want.
public final class BlocklistHandler implements IqHandler {

    private static final int HASH_BYTES = 6;

    private final Registry registry;
    private final AccountNotices notices;

    /// A handler on all accounts.
    public BlocklistHandler(Registry registry, AccountNotices notices) {
        this.registry = registry;
        this.notices = notices;
    }

    @Override
    public Answer answer(IqRequest request) {
        return request.isSet() ? change(request) : Answer.of(list(request.account()));
    }

    private Answer change(IqRequest request) {
        Account account = request.account();
        Node item = request.iq().requireChild("item");
        Optional<Account> other = registry.account(item.requireJid("jid"));
        boolean block = item.hasText("action", "block");
        if (!block && !item.hasText("action", "unblock")) {
            return Answer.badRequest();
        }
        if (other.isEmpty()) {
            return Answer.notFound();
        }
        String before = hash(account);
        String phone = other.get().phone();
        boolean changed =
                block ? account.blocked().add(phone) : account.blocked().remove(phone);
        if (changed) {
            registry.save(account);
            notices.tellOthers(request.device(), notice(account, other.get(), before, block));
        }
        return Answer.of(list(account));
    }

    private static Node notice(Account account, Account other, String before, boolean block) {
        return Node.builder("blocklist")
                .attr("action", "modify")
                .attr("dhash", hash(account))
                .attr("prev_dhash", before)
                .child(Node.builder("item").attr("jid", other.lid()).attr("action", block ? "block" : "unblock"))
                .build();
    }

    private Node list(Account account) {
        List<Node> items = account.blocked().stream()
                .flatMap(phone -> registry.byPhone(phone).stream())
                .map(blocked -> Node.builder("item")
                        .attr("jid", blocked.lid())
                        .attr("pn_jid", blocked.pn())
                        .build())
                .toList();
        return Node.builder("list").attr("dhash", hash(account)).children(items).build();
    }

    private static String hash(Account account) {
        String all = String.join(",", account.blocked().stream().sorted().toList());
        return Bytes.copyOf(Sha.sha256(all.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES)
                .base64Url();
    }
}
