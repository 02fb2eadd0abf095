// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.AddressingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// All groups, found by address, invite code or member.
///
/// Confined to the network thread.
public final class Groups {

    private static final String ID_PREFIX = "120363";
    private static final long ID_RANGE = 1_000_000_000_000L;
    private static final int CODE_LENGTH = 22;
    private static final String CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final StateStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AddressingMode addressing;
    private final Map<String, Group> byId = new LinkedHashMap<>();
    private final Map<String, Group> byCode = new HashMap<>();
    private final Map<Account, Set<Group>> byMember = new HashMap<>();

    /// No groups yet.
    ///
    /// @param addressing how groups made from now on name their members
    public Groups(StateStore store, InstantSource clock, RandomGenerator random, AddressingMode addressing) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.addressing = addressing;
    }

    /// Reads what was kept; accounts must be there before.
    public void restore(Registry registry) {
        List<Group> all = new ArrayList<>();
        GroupRecords.restore(store, registry, all::add);
        all.sort(Comparator.comparingLong(Group::created).thenComparing(Group::id));
        all.forEach(this::index);
    }

    private void index(Group group) {
        byId.put(group.id(), group);
        byCode.put(group.inviteCode(), group);
        group.revokedCodes().forEach(code -> byCode.put(code, group));
        group.members().forEach(member -> groupsOf(member).add(group));
    }

    private Set<Group> groupsOf(Account member) {
        return byMember.computeIfAbsent(member, _ -> new LinkedHashSet<>());
    }

    /// Makes a group with its creator as only member; it is kept once it is saved.
    Group create(Account creator, String subject) {
        Group.Origin origin = new Group.Origin(freeId(), creator, now(), addressing);
        Group group = new Group(origin, subject, newCode());
        long version = clock.millis() * 1000;
        group.versions(version, version);
        group.ranks().put(creator, Rank.SUPERADMIN);
        index(group);
        return group;
    }

    private String freeId() {
        String id;
        do {
            id = ID_PREFIX + "%012d".formatted(random.nextLong(ID_RANGE));
        } while (byId.containsKey(id));
        return id;
    }

    /// A code that nobody guesses.
    String newCode() {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        for (int i = 0; i < CODE_LENGTH; i++) {
            code.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
        }
        return code.toString();
    }

    /// The time in Unix seconds.
    long now() {
        return Instant.ofEpochMilli(clock.millis()).getEpochSecond();
    }

    /// Keeps what changed about a group.
    void save(Group group) {
        GroupRecords.put(store, group);
    }

    /// Forgets a group.
    void delete(Group group) {
        byId.remove(group.id());
        byCode.remove(group.inviteCode());
        group.revokedCodes().forEach(byCode::remove);
        group.members().forEach(member -> groupsOf(member).remove(group));
        group.ranks().clear();
        GroupRecords.remove(store, group);
    }

    void addMember(Group group, Account account) {
        group.ranks().put(account, Rank.MEMBER);
        group.requests().remove(account);
        group.invitations().remove(account);
        groupsOf(account).add(group);
    }

    void removeMember(Group group, Account account) {
        group.ranks().remove(account);
        groupsOf(account).remove(group);
    }

    /// The next version of a group's membership or announcements.
    long nextVersion(long former) {
        return Math.max(former + 1, clock.millis() * 1000);
    }

    /// Gives a group another code; the old one is known to have been revoked.
    void renewCode(Group group) {
        group.revokedCodes().add(group.inviteCode());
        group.inviteCode(newCode());
        byCode.put(group.inviteCode(), group);
    }

    /// The group at an address.
    public Optional<Group> find(Jid jid) {
        return jid.isGroup() ? byId(jid.user()) : Optional.empty();
    }

    /// The group with this number part.
    Optional<Group> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The group that a code leads or once led to.
    Optional<Group> byCode(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /// The community a group belongs to.
    Optional<Group> parentOf(Group group) {
        return group.parent().flatMap(this::byId);
    }

    /// The groups of a community, the oldest first.
    public List<Group> subGroups(Group parent) {
        return byId.values().stream()
                .filter(group -> group.parent().filter(parent.id()::equals).isPresent())
                .toList();
    }

    /// Whether an account may see which groups a community has: it is in one of them.
    public boolean mayLook(Group community, Account account) {
        return community.has(account) || subGroups(community).stream().anyMatch(group -> group.has(account));
    }

    /// The groups that an account is in.
    public Collection<Group> of(Account account) {
        return List.copyOf(byMember.getOrDefault(account, Set.of()));
    }

    /// Everybody who is in a group with an account.
    public Set<Account> fellowsOf(Account account) {
        Set<Account> fellows = new LinkedHashSet<>();
        of(account).forEach(group -> fellows.addAll(group.members()));
        fellows.remove(account);
        return fellows;
    }

    /// Forgets everything, in memory only.
    public void clear() {
        byId.clear();
        byCode.clear();
        byMember.clear();
    }
}
