// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.people.ContactBook;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sends posts to the status list: finds out who may see them by the account's privacy setting.
public final class StatusSender {

    /// Who may see a status.
    private enum Choice {
        CONTACTS("contacts"),
        ONLY("allowlist"),
        ALL_BUT("denylist");

        private final String setting;

        Choice(String setting) {
            this.setting = setting;
        }
    }

    private record Privacy(Choice choice, Set<Jid> people) {}

    private final Workbench bench;
    private final Outbox outbox;
    private final GroupSender sender;
    private final ContactBook contacts;

    public StatusSender(Workbench bench, Outbox outbox, GroupSender sender) {
        this.bench = bench;
        this.outbox = outbox;
        this.sender = sender;
        this.contacts = new ContactBook(bench);
    }

    /// Takes a status or a reaction to one over.
    public void send(OutgoingMessage message, Reply<SendOutcome> reply) {
        if (message.content() instanceof OutgoingContent.Reaction reaction) {
            sender.react(message, reaction, reply);
        } else {
            post(message, List.of(), reply);
        }
    }

    /// Takes a status over.
    ///
    /// @param people who shall see it; with none, whom the privacy setting names
    public void post(OutgoingMessage message, List<Jid> people, Reply<SendOutcome> reply) {
        if (!people.isEmpty()) {
            sender.post(message, people, Optional.of(Choice.ONLY.setting), reply);
            return;
        }
        if (!outbox.takes()) {
            bench.afterCommit(() -> reply.complete(new SendOutcome.NotConnected(message.id())));
            return;
        }
        Node question = Iq.get(bench.nextId(), Iq.Xmlns.STATUS)
                .child(Node.of("privacy"))
                .build();
        bench.ask(question, answer -> chosen(message, answer, reply));
    }

    private void chosen(OutgoingMessage message, Answer<Node> answer, Reply<SendOutcome> reply) {
        switch (answer) {
            case Answer.Given<Node>(Node iq) -> post(message, privacy(iq), reply);
            case Answer.Refused<Node>(int number, var _)
            when number == 404 -> post(message, new Privacy(Choice.CONTACTS, Set.of()), reply);
            case Answer.Refused<Node> _, Answer.TimedOut<Node> _ -> {
                outbox.expect(message.id(), reply);
                outbox.fail(message.id(), Jid.STATUS, SendFailure.of(SendFailure.Kind.LOOKUP_FAILED));
            }
            case Answer.NotConnected<Node> _ ->
                bench.afterCommit(() -> reply.complete(new SendOutcome.NotConnected(message.id())));
        }
    }

    private void post(OutgoingMessage message, Privacy privacy, Reply<SendOutcome> reply) {
        Set<Jid> people = new LinkedHashSet<>();
        switch (privacy.choice()) {
            case ONLY -> people.addAll(privacy.people());
            case CONTACTS -> people.addAll(contacts.all());
            case ALL_BUT -> {
                people.addAll(contacts.all());
                people.removeIf(person -> privacy.people().stream().anyMatch(person::sameUser));
            }
        }
        sender.post(message, people, Optional.of(privacy.choice().setting), reply);
    }

    /// The list that the setting goes by; the server marks it where it tells several.
    private static Privacy privacy(Node iq) {
        List<Node> lists =
                iq.child("privacy").map(privacy -> privacy.children("list")).orElse(List.of());
        Node list = lists.stream()
                .filter(one -> one.hasText("default", "true"))
                .findFirst()
                .or(() -> lists.stream().findFirst())
                .orElse(Node.of("list"));
        Choice choice = switch (list.text("type").orElse("")) {
            case "whitelist" -> Choice.ONLY;
            case "blacklist" -> Choice.ALL_BUT;
            default -> Choice.CONTACTS;
        };
        Set<Jid> people = new LinkedHashSet<>();
        list.children("user").forEach(user -> user.jid("jid").ifPresent(people::add));
        return new Privacy(choice, people);
    }
}
