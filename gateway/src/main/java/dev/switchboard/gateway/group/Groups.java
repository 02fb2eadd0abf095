// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.group;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderGroups.Group;
import dev.switchboard.gateway.provider.ProviderGroups.Outcome;
import dev.switchboard.gateway.provider.ProviderGroups.Setting;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What callers do with groups and communities.
public final class Groups {
    private static final int MOST_PEOPLE = 1_024;

    private final Database database;
    private final LiveLinks links;

    public Groups(Database database, LiveLinks links) {
        this.database = database;
        this.links = links;
    }

    ProviderGroups of(Session session) {
        return links.connected(session).groups();
    }

    GroupView view(Session session, Group group) {
        return new GroupView(
                group.jid().toString(),
                group.subject(),
                group.description().orElse(null),
                group.owner().map(person -> shown(session, person)).orElse(null),
                group.createdAt().orElse(null),
                group.community(),
                group.parent().map(Jid::toString).orElse(null),
                group.defaultOfParent(),
                new GroupView.Settings(
                        group.settings().contains(Setting.ANNOUNCE),
                        group.settings().contains(Setting.LOCKED),
                        group.settings().contains(Setting.MEMBERS_ADD),
                        group.settings().contains(Setting.APPROVAL),
                        group.lifetime().map(Duration::toSeconds).orElse(0L)),
                group.size(),
                group.participants().stream()
                        .map(one -> new GroupView.ParticipantView(
                                shown(session, one.person()),
                                one.rank().name().toLowerCase(Locale.ROOT),
                                one.name().orElse(null)))
                        .toList());
    }

    List<GroupView.OutcomeView> view(Session session, List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> new GroupView.OutcomeView(
                        shown(session, outcome.who()),
                        outcome.number(),
                        outcome.number() == 200,
                        outcome.invite().orElse(null)))
                .toList();
    }

    Address shown(Session session, Party person) {
        long ref = session.key().ref();
        return database.read(tx -> {
            Jid canonical = person.pn().map(Jid::bare).orElseGet(() -> AddressBook.canonical(tx, ref, person.jid()));
            Optional<Jid> lid = person.lid().map(Jid::bare).or(() -> AddressBook.lidOf(tx, ref, canonical));
            return canonical.isPn() ? Address.of(canonical, lid) : AddressBook.shown(tx, ref, canonical);
        });
    }

    /// People whom a request names.
    List<Jid> people(Session session, @Nullable List<String> texts, boolean needed) {
        List<String> given = texts == null ? List.of() : texts;
        if (given.size() > MOST_PEOPLE || (needed && given.isEmpty())) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field participants has no entries or too many.")
                    .withAccepted("1 to " + MOST_PEOPLE + " addresses")
                    .refusal();
        }
        long ref = session.key().ref();
        return given.stream()
                .map(AnyAddress::person)
                .map(jid -> database.read(tx -> AddressBook.canonical(tx, ref, jid)))
                .toList();
    }

    /// Carries out the settings that are present.
    void set(Session session, Jid group, GroupView.Settings settings) {
        ProviderGroups groups = of(session);
        set(groups, group, Setting.ANNOUNCE, settings.announce());
        set(groups, group, Setting.LOCKED, settings.locked());
        set(groups, group, Setting.MEMBERS_ADD, settings.membersAdd());
        set(groups, group, Setting.APPROVAL, settings.approval());
        Long seconds = settings.lifetimeSeconds();
        if (seconds != null) {
            Answers.value(groups.lifetime(
                    group, Optional.of(Duration.ofSeconds(seconds)).filter(span -> !span.isZero())));
        }
    }

    private static void set(ProviderGroups groups, Jid group, Setting setting, @Nullable Boolean on) {
        if (on != null) {
            Answers.value(groups.set(group, setting, on));
        }
    }

    static GroupView.RequestView request(Address address, Optional<Instant> at, Optional<String> way) {
        return new GroupView.RequestView(address, at.orElse(null), way.orElse(null));
    }
}
