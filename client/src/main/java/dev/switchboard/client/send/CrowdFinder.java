// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.roster.GroupRegistry;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.AddressingMode;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds out who shall read a message to a group or to the status list.
final class CrowdFinder {

    /// Whom a message is meant for.
    sealed interface Target {

        /// The group or list.
        Jid chat();

        /// Everybody in a group.
        record OfGroup(Jid chat) implements Target {}

        /// These people, by a post to the status list.
        ///
        /// @param setting what the server is told of the choice
        record OfStatus(Collection<Jid> people, Optional<String> setting) implements Target {
            @Override
            public Jid chat() {
                return Jid.STATUS;
            }
        }

        /// The author of a status and nobody else.
        record OfAuthor(MessageRef status) implements Target {
            @Override
            public Jid chat() {
                return Jid.STATUS;
            }
        }
    }

    /// What is known of a crowd.
    ///
    /// @param crowd those whose hidden ids are known
    /// @param unknown those whose hidden ids have to be asked for
    record Found(Crowd crowd, Set<Jid> unknown) {}

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final GroupRegistry groups;

    CrowdFinder(Workbench bench, DeviceDirectory directory, GroupRegistry groups) {
        this.bench = bench;
        this.directory = directory;
        this.groups = groups;
    }

    /// The crowd, unless the group has to be asked for first.
    Optional<Found> find(Target target) {
        return switch (target) {
            case Target.OfGroup(Jid chat) -> groups.known(chat).map(this::ofGroup);
            case Target.OfStatus(var people, var setting) -> Optional.of(ofPeople(people, setting));
            case Target.OfAuthor(MessageRef status) ->
                Optional.of(ofPeople(status.author().map(List::of).orElse(List.of()), Optional.empty()));
        };
    }

    /// Asks for a group; the answer is why that failed, if it did.
    void ask(Jid group, Consumer<Answer<GroupInfo>> then) {
        groups.fetch(group, then);
    }

    private Found ofGroup(GroupInfo info) {
        Account account = bench.state().account();
        Map<Jid, Jid> people = new HashMap<>();
        Set<Jid> unknown = new HashSet<>();
        for (GroupParticipant participant : info.participants()) {
            Optional<Jid> lid = account.owns(participant.jid())
                    ? Optional.of(account.lid().bare())
                    : participant.lid().or(() -> directory.lid(participant.jid()));
            if (lid.isEmpty()) {
                unknown.add(participant.jid());
                continue;
            }
            address(info.mode(), participant, lid.get()).ifPresent(address -> people.put(lid.get(), address));
        }
        Jid self = info.mode() == AddressingMode.LID ? account.lid() : account.pn();
        people.put(account.lid().bare(), self.bare());
        Crowd crowd = new Crowd(
                info.jid(),
                info.mode(),
                people,
                Duration.ofSeconds(info.settings().timerSeconds()),
                Optional.empty());
        return new Found(crowd, unknown);
    }

    private Optional<Jid> address(AddressingMode mode, GroupParticipant participant, Jid lid) {
        return switch (mode) {
            case LID -> Optional.of(lid);
            case PN -> participant.pn().or(() -> bench.state().pnOf(lid));
        };
    }

    private Found ofPeople(Collection<Jid> chosen, Optional<String> setting) {
        Jid self = bench.state().account().lid().bare();
        Map<Jid, Jid> people = new HashMap<>();
        Set<Jid> unknown = new HashSet<>();
        for (Jid person : chosen) {
            Jid bare = person.normalized();
            Optional<Jid> lid = directory.isSelf(bare) ? Optional.of(self) : directory.lid(bare);
            lid.ifPresentOrElse(known -> people.put(known, known), () -> unknown.add(bare));
        }
        people.put(self, self);
        Optional<Node> meta = setting.map(
                name -> Node.builder("meta").attr("status_setting", name).build());
        return new Found(new Crowd(Jid.STATUS, AddressingMode.LID, people, Duration.ZERO, meta), unknown);
    }

    /// Why a message cannot be sent to a group that could not be asked for.
    static SendFailure.Kind failure(Answer<GroupInfo> answer) {
        if (answer instanceof Answer.Refused<GroupInfo>(int number, var _)) {
            return switch (number) {
                case 404, 410 -> SendFailure.Kind.GROUP_NOT_FOUND;
                case 401, 403 -> SendFailure.Kind.NOT_A_MEMBER;
                default -> SendFailure.Kind.LOOKUP_FAILED;
            };
        }
        return SendFailure.Kind.LOOKUP_FAILED;
    }
}
