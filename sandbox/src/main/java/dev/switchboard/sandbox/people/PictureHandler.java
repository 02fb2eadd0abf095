// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.people.Pictures.Picture;
import dev.switchboard.sandbox.people.Visibility.What;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/// Namespace `w:profile:picture`: set, remove and ask for pictures of accounts and groups.
public final class PictureHandler implements IqHandler {

    private static final int NOT_AUTHORIZED = 401;

    private final Registry registry;
    private final Pictures pictures;
    private final Visibility visibility;
    private final GroupPictures groups;
    private final ProfileNotices notices;
    private final BinaryOperator<String> urls;

    /// A handler on all pictures.
    ///
    /// @param urls makes of the authority that a client used, and a path, the whole address
    PictureHandler(
            Registry registry,
            Pictures pictures,
            Visibility visibility,
            GroupPictures groups,
            ProfileNotices notices,
            BinaryOperator<String> urls) {
        this.registry = registry;
        this.pictures = pictures;
        this.visibility = visibility;
        this.groups = groups;
        this.notices = notices;
        this.urls = urls;
    }

    @Override
    public Answer answer(IqRequest request) {
        Jid target = request.iq()
                .jid("target")
                .map(Jid::bare)
                .orElse(request.account().pn());
        Optional<Account> owner = target.isUser() ? registry.account(target) : Optional.empty();
        if (target.isUser() && owner.isEmpty()) {
            return Answer.notFound();
        }
        Jid key = owner.map(Account::pn).orElse(target);
        if (request.isSet()) {
            return owner.isPresent()
                    ? changeOwn(request, owner.get())
                    : refusal(request, key, true).orElseGet(() -> changeGroup(request, key));
        }
        List<Node> wanted = request.iq().children("picture");
        if (wanted.isEmpty()) {
            return Answer.badRequest();
        }
        return refusal(request, owner, key).orElseGet(() -> read(request.authority(), key, wanted));
    }

    private Optional<Answer> refusal(IqRequest request, Optional<Account> owner, Jid key) {
        if (owner.isEmpty()) {
            return refusal(request, key, false);
        }
        Optional<Bytes> token = Visibility.tokenIn(request.iq())
                .or(() -> request.child("picture").flatMap(Visibility::tokenIn));
        return visibility.sees(request.account(), owner.get(), What.PICTURE, token)
                ? Optional.empty()
                : Optional.of(new Answer.Refused(NOT_AUTHORIZED, "not-authorized"));
    }

    private Optional<Answer> refusal(IqRequest request, Jid group, boolean change) {
        OptionalInt code = groups.refusal(request.account(), group, change);
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(code.getAsInt() == 404 ? Answer.notFound() : Answer.forbidden());
    }

    private Answer read(String authority, Jid key, List<Node> wanted) {
        Optional<Picture> picture = pictures.of(key);
        if (picture.isEmpty()) {
            return Answer.notFound();
        }
        List<Node> answers = new ArrayList<>();
        wanted.forEach(question -> answers.add(answer(authority, picture.get(), question)));
        return new Answer.Result(answers, () -> {});
    }

    private Node answer(String authority, Picture picture, Node question) {
        if (question.hasText("id", Long.toString(picture.id()))) {
            return Node.builder("picture").attr("status", 304).build();
        }
        boolean small = question.hasText("type", "preview");
        Bytes bytes = picture.bytes(small);
        NodeBuilder answer = Node.builder("picture").attr("id", picture.id()).attr("type", small ? "preview" : "image");
        return question.hasText("query", "url")
                ? answer.attr("url", urls.apply(authority, picture.path(small)))
                        .attr("direct_path", picture.path(small))
                        .attr(
                                "hash",
                                Bytes.copyOf(Sha.sha256(bytes.toByteArray())).base64())
                        .build()
                : answer.bytes(bytes).build();
    }

    private Answer changeOwn(IqRequest request, Account owner) {
        Account account = request.account();
        if (owner != account) {
            return Answer.forbidden();
        }
        return change(request, account.pn(), account.pn(), notification -> {
            notices.tellOwn(account, notification);
            notices.tellContacts(account, Optional.of(What.PICTURE), notification);
        });
    }

    private Answer changeGroup(IqRequest request, Jid group) {
        return change(
                request,
                group,
                request.account().lid(),
                notification -> groups.members(group)
                        .forEach(member -> member.devices().forEach(device -> notices.send(device, notification))));
    }

    private Answer change(IqRequest request, Jid key, Jid author, Consumer<Node> tell) {
        Bytes image = content(request, false);
        if (image.isEmpty()) {
            boolean removed = pictures.remove(key);
            Node change = Node.builder("delete")
                    .attr("jid", key)
                    .attr("author", author)
                    .build();
            return Answer.emptyThen(() -> {
                if (removed) {
                    tell.accept(
                            notices.notification("picture", key).child(change).build());
                }
            });
        }
        Picture picture = pictures.put(key, image, content(request, true));
        Node change = Node.builder("set")
                .attr("jid", key)
                .attr("id", picture.id())
                .attr("author", author)
                .build();
        Node answer = Node.builder("picture").attr("id", picture.id()).build();
        return new Answer.Result(
                List.of(answer),
                () -> tell.accept(
                        notices.notification("picture", key).child(change).build()));
    }

    private static Bytes content(IqRequest request, boolean small) {
        return request.iq().children("picture").stream()
                .filter(picture -> picture.hasText("type", "preview") == small)
                .map(Node::contentBytes)
                .findFirst()
                .orElse(Bytes.EMPTY);
    }
}
