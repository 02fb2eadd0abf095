// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.AddressingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group, or a community's parent.
///
/// Confined to the network thread; whoever changes it has [Groups] save it.
public final class Group {

    private final Origin origin;
    private final Jid jid;
    private final Map<Account, Rank> members = new LinkedHashMap<>();
    private final Map<Account, JoinRequest> requests = new LinkedHashMap<>();
    private final Map<Account, Invitation> invitations = new LinkedHashMap<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final Map<Mode, String> modes = new LinkedHashMap<>();
    private final Set<String> revokedCodes = new LinkedHashSet<>();
    private Subject subject;
    private @Nullable Description description;
    private @Nullable String parent;
    private String inviteCode;
    private int ephemeral;
    private long membersVersion;
    private long announcementVersion;

    /// What never changes about a group.
    ///
    /// @param id the number part of its address
    /// @param created in Unix seconds
    record Origin(String id, Account creator, long created, AddressingMode addressing) {}

    /// What it is called.
    ///
    /// @param at since when, in Unix seconds
    record Subject(String text, Account by, long at) {}

    /// What it is about.
    ///
    /// @param id of this wording, given by its author
    /// @param at since when, in Unix seconds
    record Description(String id, String body, Account by, long at) {}

    /// Somebody wants to be let in.
    ///
    /// @param method how it was asked
    /// @param at when, in Unix seconds
    record JoinRequest(String method, long at) {}

    /// Somebody who could not be added may come by this code.
    ///
    /// @param expires when it ends, in Unix seconds
    record Invitation(String code, long expires, Account admin) {}

    /// A setting that is a word; its name is the tag of its node.
    enum Mode {
        /// Who may add: `admin_add` or `all_member_add`.
        MEMBER_ADD("member_add_mode"),
        /// Who may see the link: `admin_link` or `all_member_link`.
        MEMBER_LINK("member_link_mode"),
        /// Who may hand over history: `admin_share` or `all_member_share`.
        MEMBER_SHARE("member_share_group_history_mode"),
        /// How one joins the groups of a community; an attribute of its `parent` node.
        DEFAULT_APPROVAL("default_membership_approval_mode");

        private final String tag;

        Mode(String tag) {
            this.tag = tag;
        }

        String tag() {
            return tag;
        }
    }

    Group(Origin origin, String subject, String inviteCode) {
        this.origin = origin;
        this.jid = Jid.group(origin.id);
        this.subject = new Subject(subject, origin.creator, origin.created);
        this.inviteCode = inviteCode;
        modes.put(Mode.MEMBER_ADD, "admin_add");
    }

    /// The number part of its address.
    public String id() {
        return origin.id;
    }

    /// Its address.
    public Jid jid() {
        return jid;
    }

    /// Who made it.
    public Account creator() {
        return origin.creator;
    }

    /// When it was made, in Unix seconds.
    public long created() {
        return origin.created;
    }

    /// By which kind of address it names its members.
    public AddressingMode addressing() {
        return origin.addressing;
    }

    /// An account's address as the group names it.
    public Jid nameOf(Account account) {
        return origin.addressing == AddressingMode.LID ? account.lid() : account.pn();
    }

    /// A device's address as the group names it.
    public Jid nameOf(Device device) {
        return origin.addressing == AddressingMode.LID ? device.lid() : device.pn();
    }

    /// What it is called.
    Subject subject() {
        return subject;
    }

    void subject(Subject value) {
        subject = value;
    }

    /// The text of the subject.
    public String name() {
        return subject.text;
    }

    Optional<Description> description() {
        return Optional.ofNullable(description);
    }

    void description(@Nullable Description value) {
        description = value;
    }

    /// The id of the community it belongs to.
    public Optional<String> parent() {
        return Optional.ofNullable(parent);
    }

    void parent(@Nullable String id) {
        parent = id;
    }

    /// Whether something holds of it.
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    Set<Trait> traits() {
        return traits;
    }

    void set(Trait trait, boolean on) {
        if (on) {
            traits.add(trait);
        } else {
            traits.remove(trait);
        }
    }

    Map<Mode, String> modes() {
        return modes;
    }

    boolean is(Mode mode, String word) {
        return word.equals(modes.get(mode));
    }

    /// After how many seconds messages vanish; 0 for never.
    public int ephemeral() {
        return ephemeral;
    }

    void ephemeral(int seconds) {
        ephemeral = seconds;
    }

    String inviteCode() {
        return inviteCode;
    }

    Set<String> revokedCodes() {
        return revokedCodes;
    }

    void inviteCode(String code) {
        inviteCode = code;
    }

    long membersVersion() {
        return membersVersion;
    }

    long announcementVersion() {
        return announcementVersion;
    }

    void versions(long ofMembers, long ofAnnouncement) {
        membersVersion = ofMembers;
        announcementVersion = ofAnnouncement;
    }

    /// The members, the oldest first.
    public Collection<Account> members() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /// The members who may change everything.
    List<Account> admins() {
        return members.entrySet().stream()
                .filter(member -> member.getValue().isAdmin())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The devices of all members.
    public List<Device> devices() {
        List<Device> all = new ArrayList<>(members.size() * 2);
        members.keySet().forEach(member -> all.addAll(member.devices()));
        return all;
    }

    /// Whether an account is in it.
    public boolean has(Account account) {
        return members.containsKey(account);
    }

    /// Whether an account is in it and may change everything.
    public boolean isAdmin(Account account) {
        return members.getOrDefault(account, Rank.MEMBER).isAdmin();
    }

    /// Whether an account may change what the group says about itself.
    public boolean mayDescribe(Account account) {
        return has(account) && (!is(Trait.LOCKED) || isAdmin(account));
    }

    /// Whether an account may write.
    public boolean mayWrite(Account account) {
        return has(account) && (!is(Trait.ANNOUNCEMENT) || isAdmin(account));
    }

    Map<Account, Rank> ranks() {
        return members;
    }

    Map<Account, JoinRequest> requests() {
        return requests;
    }

    Map<Account, Invitation> invitations() {
        return invitations;
    }

    @Override
    public String toString() {
        return "Group[" + origin.id + "]";
    }
}
