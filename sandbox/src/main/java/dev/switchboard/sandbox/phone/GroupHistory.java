// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.GroupParticipant;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.PastParticipant;
import dev.switchboard.wire.proto.PastParticipants;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupRole;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a phone tells its companions of groups besides their messages: who is in them, and who was. Lives on the
/// phone's lane.
final class GroupHistory {

    private static final String PAST = "group-past/";
    private static final int VERSION = 1;
    private static final int LEFT = 0;
    private static final int REMOVED = 1;

    private final SavedState saved;
    private final Map<Jid, Map<Jid, Departure>> departures = new HashMap<>();

    /// Somebody is not in a group any more.
    ///
    /// @param reason whether he left or was removed
    /// @param at when, in Unix seconds
    private record Departure(int reason, long at) {}

    GroupHistory(SavedState saved) {
        this.saved = saved;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, record) -> {
            if (key.startsWith(PAST)) {
                Map<Jid, Departure> gone = departuresOf(Jid.parse(key.substring(PAST.length())));
                new RecordReader(record, VERSION)
                        .list(in -> gone.put(Jid.parse(in.text()), new Departure(in.integer(), in.number())));
            }
        });
    }

    private Map<Jid, Departure> departuresOf(Jid group) {
        return departures.computeIfAbsent(group, _ -> new LinkedHashMap<>());
    }

    /// Takes in a notification about a group.
    void take(Jid group, Node notification) {
        for (Node change : notification.children()) {
            switch (change.tag()) {
                case "add" ->
                    change.children("participant")
                            .forEach(member -> departuresOf(group).remove(member.requireJid("jid")));
                case "remove" ->
                    change.children("participant").forEach(member -> {
                        Jid gone = member.requireJid("jid");
                        boolean left = notification
                                .jid("participant")
                                .filter(gone::equals)
                                .isPresent();
                        long at = notification.number("t").orElse(0);
                        departuresOf(group).put(gone, new Departure(left ? LEFT : REMOVED, at));
                    });
                default -> {
                    continue;
                }
            }
            save(group);
        }
    }

    private void save(Jid group) {
        saved.put(
                PAST + group,
                new RecordWriter(VERSION)
                        .list(
                                departuresOf(group).entrySet(),
                                (out, gone) -> out.text(gone.getKey().toString())
                                        .number(gone.getValue().reason)
                                        .number(gone.getValue().at))
                        .done());
    }

    /// Adds to a conversation what its group is.
    static void describe(Conversation.Builder conversation, GroupInfo group) {
        conversation.setName(group.subject().text());
        group.creation().at().ifPresent(at -> conversation.setCreatedAt(at.getEpochSecond()));
        group.creation().by().ifPresent(by -> conversation.setCreatedBy(by.toString()));
        group.description().ifPresent(description -> conversation.setDescription(description.text()));
        group.participants()
                .forEach(member -> conversation.addParticipant(GroupParticipant.newBuilder()
                        .setUserJid(member.jid().toString())
                        .setRank(rank(member.role()))));
    }

    private static GroupParticipant.Rank rank(GroupRole role) {
        return switch (role) {
            case MEMBER -> GroupParticipant.Rank.REGULAR;
            case ADMIN -> GroupParticipant.Rank.ADMIN;
            case SUPERADMIN -> GroupParticipant.Rank.SUPERADMIN;
        };
    }

    /// Adds who was in groups once.
    void addPast(HistorySync.Builder sync) {
        departures.forEach((group, gone) -> {
            if (!gone.isEmpty()) {
                PastParticipants.Builder past = PastParticipants.newBuilder().setGroupJid(group.toString());
                gone.forEach((person, departure) -> past.addPastParticipants(PastParticipant.newBuilder()
                        .setUserJid(person.toString())
                        .setLeaveReason(departure.reason)
                        .setLeaveTs(departure.at)));
                sync.addPastParticipants(past);
            }
        });
    }
}
