// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Group.Description;
import dev.switchboard.sandbox.group.Group.Invitation;
import dev.switchboard.sandbox.group.Group.JoinRequest;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.sandbox.group.Group.Subject;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.store.StoreFailed;
import dev.switchboard.wire.stanza.AddressingMode;
import java.util.function.Consumer;

/// How groups are kept: one record each, people by their numbers.
final class GroupRecords {

    private static final int VERSION = 1;
    private static final String GROUPS = "group/";

    private GroupRecords() {}

    static void put(StateStore store, Group group) {
        RecordWriter out = new RecordWriter(VERSION)
                .text(group.id())
                .text(group.creator().phone())
                .number(group.created())
                .text(group.addressing().wireName());
        Subject subject = group.subject();
        out.text(subject.text()).text(subject.by().phone()).number(subject.at());
        out.list(
                group.description().stream().toList(),
                (record, description) -> record.text(description.id())
                        .text(description.body())
                        .text(description.by().phone())
                        .number(description.at()));
        out.text(group.parent().orElse(""))
                .text(group.inviteCode())
                .list(group.revokedCodes(), RecordWriter::text)
                .number(group.ephemeral())
                .number(group.membersVersion())
                .number(group.announcementVersion())
                .list(group.traits(), (record, trait) -> record.text(trait.name()))
                .list(
                        group.modes().entrySet(),
                        (record, mode) -> record.text(mode.getKey().name()).text(mode.getValue()));
        people(out, group);
        store.put(GROUPS + group.id(), out.done());
    }

    private static void people(RecordWriter out, Group group) {
        out.list(
                        group.ranks().entrySet(),
                        (record, member) -> record.text(member.getKey().phone())
                                .text(member.getValue().name()))
                .list(
                        group.requests().entrySet(),
                        (record, request) -> record.text(request.getKey().phone())
                                .text(request.getValue().method())
                                .number(request.getValue().at()))
                .list(
                        group.invitations().entrySet(),
                        (record, invitation) -> record.text(invitation.getKey().phone())
                                .text(invitation.getValue().code())
                                .number(invitation.getValue().expires())
                                .text(invitation.getValue().admin().phone()));
    }

    static void remove(StateStore store, Group group) {
        store.remove(GROUPS + group.id());
    }

    static void restore(StateStore store, Registry registry, Consumer<Group> visitor) {
        store.restore(GROUPS, (_, record) -> visitor.accept(group(new RecordReader(record, VERSION), registry)));
    }

    private static Group group(RecordReader in, Registry registry) {
        Group.Origin origin = new Group.Origin(in.text(), account(in, registry), in.number(), addressing(in.text()));
        Subject subject = new Subject(in.text(), account(in, registry), in.number());
        var descriptions = in.list(
                fields -> new Description(fields.text(), fields.text(), account(fields, registry), fields.number()));
        String parent = in.text();
        Group group = new Group(origin, subject.text(), in.text());
        group.subject(subject);
        descriptions.forEach(group::description);
        group.parent(parent.isEmpty() ? null : parent);
        group.revokedCodes().addAll(in.list(RecordReader::text));
        group.ephemeral(in.integer());
        group.versions(in.number(), in.number());
        in.list(RecordReader::text).forEach(name -> group.set(Trait.valueOf(name), true));
        in.list(fields -> group.modes().put(Mode.valueOf(fields.text()), fields.text()));
        in.list(fields -> group.ranks().put(account(fields, registry), Rank.valueOf(fields.text())));
        in.list(fields ->
                group.requests().put(account(fields, registry), new JoinRequest(fields.text(), fields.number())));
        in.list(fields -> group.invitations()
                .put(
                        account(fields, registry),
                        new Invitation(fields.text(), fields.number(), account(fields, registry))));
        return group;
    }

    private static AddressingMode addressing(String name) {
        return AddressingMode.of(name).orElseThrow(() -> new StoreFailed("group: an unknown way of addressing"));
    }

    private static Account account(RecordReader in, Registry registry) {
        return registry.byPhone(in.text()).orElseThrow(() -> new StoreFailed("group: a member without account"));
    }
}
