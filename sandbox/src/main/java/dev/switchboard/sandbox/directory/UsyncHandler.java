// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.people.BusinessName;
import dev.switchboard.sandbox.people.DisappearingModeHandler;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.sandbox.people.Visibility;
import dev.switchboard.sandbox.people.Visibility.What;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Iq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Namespace `usync`: for each user asked about, in the same order, what the query's protocols ask.
public final class UsyncHandler implements IqHandler {

    private static final String OLD_SERVER = "@c.us";

    private final Registry registry;
    private final Visibility visibility;
    private final Pictures pictures;
    private final Faults faults;

    /// A handler on all accounts.
    public UsyncHandler(Registry registry, Visibility visibility, Pictures pictures, Faults faults) {
        this.registry = registry;
        this.visibility = visibility;
        this.pictures = pictures;
        this.faults = faults;
    }

    @Override
    public Answer answer(IqRequest request) {
        Node usync = request.iq().requireChild("usync");
        List<Node> protocols = usync.requireChild("query").children();
        boolean byLid = usync.requireChild("query")
                .child("contact")
                .map(contact -> contact.hasText("addressing_mode", "lid"))
                .orElse(false);
        List<Node> users = new ArrayList<>();
        for (Node asked : usync.requireChild("list").children("user")) {
            Asked user = asked(asked, byLid);
            user.account.ifPresent(account -> registry.acquaint(request.account(), account));
            users.add(answer(request.account(), user, protocols));
        }
        NodeBuilder answer = Node.builder("usync");
        for (String name : List.of("sid", "mode", "last", "index", "context")) {
            answer.attrIfPresent(name, usync.text(name));
        }
        return Answer.of(answer.child(Node.builder("result")
                        .children(protocols.stream()
                                .map(protocol -> Node.of(protocol.tag()))
                                .toList()))
                .child(Node.builder("list").children(users))
                .build());
    }

    /// A user in a question: under which address to answer, the text of the number if that was asked, and who it is.
    private record Asked(
            Jid jid, Optional<Jid> pnJid, Optional<Bytes> number, Optional<Bytes> token, Optional<Account> account) {}

    private Asked asked(Node user, boolean byLid) {
        Optional<Bytes> number = user.child("contact").map(Node::contentBytes).filter(text -> !text.isEmpty());
        Optional<Bytes> token = Visibility.tokenIn(user);
        Optional<Jid> jid = user.jid("jid").map(Jid::bare);
        if (jid.isPresent()) {
            return new Asked(jid.get(), user.jid("pn_jid"), number, token, registry.account(jid.get()));
        }
        if (number.isEmpty()) {
            throw new MalformedNode("user: neither address nor number (expected: one of them)");
        }
        Jid pn = Jid.pn(digits(number.get().asUtf8()));
        Optional<Account> account = registry.account(pn);
        if (byLid && account.isPresent()) {
            return new Asked(account.get().lid(), Optional.of(pn), number, token, account);
        }
        return new Asked(pn, Optional.empty(), number, token, account);
    }

    private static String digits(String asked) {
        String text = asked.endsWith(OLD_SERVER) ? asked.substring(0, asked.length() - OLD_SERVER.length()) : asked;
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedNode("contact: not a number (expected: digits)");
        }
        return digits;
    }

    private Node answer(Account asker, Asked asked, List<Node> protocols) {
        NodeBuilder user = Node.builder("user").attr("jid", asked.jid).jidIfPresent("pn_jid", asked.pnJid);
        for (Node protocol : protocols) {
            Optional<Node> part = asked.account
                    .map(account -> known(asker, account, asked, protocol.tag()))
                    .orElseGet(() -> unknown(asked, protocol.tag()));
            user.childIfPresent(part);
        }
        return user.build();
    }

    private static Optional<Node> unknown(Asked asked, String protocol) {
        return switch (protocol) {
            case "contact" -> Optional.of(contact("out", asked));
            case "devices" -> Optional.of(Node.of("devices", Iq.error(404, "item-not-found")));
            default -> Optional.empty();
        };
    }

    private Optional<Node> known(Account asker, Account account, Asked asked, String protocol) {
        return switch (protocol) {
            case "contact" -> Optional.of(contact("in", asked));
            case "devices" -> Optional.of(devices(asker, account, asked.jid));
            case "lid" ->
                asked.jid.isPn()
                        ? Optional.of(
                                Node.builder("lid").attr("val", account.lid()).build())
                        : Optional.empty();
            case "status" ->
                visibility.sees(asker, account, What.ABOUT, asked.token)
                        ? Optional.of(status(account))
                        : Optional.empty();
            case "picture" ->
                visibility.sees(asker, account, What.PICTURE, asked.token) ? picture(account) : Optional.empty();
            case "business" -> BusinessName.node(account);
            case "disappearing_mode" ->
                account.blocks(asker) ? Optional.empty() : Optional.of(DisappearingModeHandler.node(account));
            case "username", "bot", "sidelist", "text_status" -> Optional.of(Node.of(protocol));
            default -> Optional.empty();
        };
    }

    private static Node contact(String type, Asked asked) {
        NodeBuilder contact = Node.builder("contact").attr("type", type);
        asked.number.ifPresent(contact::bytes);
        return contact.build();
    }

    private Node devices(Account asker, Account account, Jid asked) {
        Node right = DeviceLists.devicesNode(account, asked);
        return faults.strike(FaultKind.DEVICE_LIST_WRONG, new FaultTarget(asker.phone(), null, account.phone()))
                .map(fault -> WrongDevices.of(right, fault.word("how").orElse("missing")))
                .orElse(right);
    }

    private Optional<Node> picture(Account account) {
        return pictures.of(account.pn())
                .map(picture -> Node.builder("picture").attr("id", picture.id()).build());
    }

    private static Node status(Account account) {
        return Node.builder("status")
                .attr("t", account.traits().aboutSince().getEpochSecond())
                .utf8(account.about())
                .build();
    }
}
