// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.jid;

import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.signal.SignalAddress;

/// The address of a user, device, group, channel, list, call or server: the only address type there is.
///
/// The text form is `user[:device]@server`, or the bare server name if there is no user. Agents, an
/// obsolete part of the address, are dropped on parsing. A hosted user's domain is its server.
///
/// @param user the part before the "@" without device; empty for an address of the server itself
/// @param server what kind of thing is named
/// @param device the device number; 0 is the primary, or no device at all
/// @param integrator the third-party service of an interop user, otherwise 0
public record Jid(String user, JidServer server, int device, int integrator) {

    /// The WhatsApp server itself.
    public static final Jid SERVER = new Jid("", JidServer.PN, 0, 0);

    /// The group server itself, addressed to create groups and list them.
    public static final Jid GROUP_SERVER = new Jid("", JidServer.GROUP, 0, 0);

    /// The status list.
    public static final Jid STATUS = new Jid("status", JidServer.BROADCAST, 0, 0);

    private static final int MAX_USER_LENGTH = 128;
    private static final int MAX_TEXT_LENGTH = 256;

    /// Checks that the parts fit together.
    ///
    /// @throws MalformedJid if they cannot form an address
    public Jid {
        checkUser(user, server);
        if (device < 0 || device > server.maxDevice() || (device > 0 && user.isEmpty())) {
            throw new MalformedJid(
                    "device: " + device + " (expected: 0 to " + server.maxDevice() + " on " + server.domain() + ")");
        }
        int maxIntegrator = server == JidServer.INTEROP && !user.isEmpty() ? 0xFFFF : 0;
        if (integrator < 0 || integrator > maxIntegrator) {
            throw new MalformedJid("integrator: " + integrator + " (expected: u16, of interop users only)");
        }
    }

    /// The primary device of a phone-number user, or the user as such.
    public static Jid pn(String user) {
        return new Jid(user, JidServer.PN, 0, 0);
    }

    /// A device of a phone-number user.
    public static Jid pn(String user, int device) {
        return new Jid(user, JidServer.PN, device, 0);
    }

    /// The primary device of a hidden-id user, or the user as such.
    public static Jid lid(String user) {
        return new Jid(user, JidServer.LID, 0, 0);
    }

    /// A device of a hidden-id user.
    public static Jid lid(String user, int device) {
        return new Jid(user, JidServer.LID, device, 0);
    }

    /// A group.
    public static Jid group(String id) {
        return new Jid(id, JidServer.GROUP, 0, 0);
    }

    /// A channel.
    public static Jid newsletter(String id) {
        return new Jid(id, JidServer.NEWSLETTER, 0, 0);
    }

    /// Any address without device.
    public static Jid of(String user, JidServer server) {
        return new Jid(user, server, 0, 0);
    }

    /// Reads a text form: `user@server`, `user:device@server`, the same with an agent as `user.agent` or
    /// `user_agent`, `integrator-user:device@interop`, a bare server name, or "@" and a server name.
    ///
    /// @throws MalformedJid if the text is none of these, or names an unknown server
    public static Jid parse(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new MalformedJid("length: " + text.length() + " (expected: at most " + MAX_TEXT_LENGTH + ")");
        }
        int at = text.indexOf('@');
        String domain = text.substring(at + 1);
        JidServer server =
                JidServer.of(domain).orElseThrow(() -> new MalformedJid("server: unknown (expected: a known server)"));
        return at <= 0 ? new Jid("", server, 0, 0) : parseUserPart(text.substring(0, at), server);
    }

    private static Jid parseUserPart(String text, JidServer server) {
        String user = text;
        int device = 0;
        int colon = text.indexOf(':');
        if (colon >= 0) {
            device = parseNumber(text, colon + 1, text.length(), "device");
            user = text.substring(0, colon);
        }
        int integrator = 0;
        if (server == JidServer.INTEROP) {
            int dash = user.indexOf('-');
            if (dash > 0) {
                integrator = parseNumber(user, 0, dash, "integrator");
                user = user.substring(dash + 1);
            }
        } else {
            user = withoutAgent(user, server);
        }
        if (user.isEmpty()) {
            throw new MalformedJid("user: empty (expected: some text before the @)");
        }
        return new Jid(user, server, device, integrator);
    }

    private static String withoutAgent(String user, JidServer server) {
        int end = switch (server.family()) {
            case PN -> Math.max(user.lastIndexOf('.'), user.lastIndexOf('_'));
            case LID -> user.lastIndexOf('_');
            case GROUP, BROADCAST, NEWSLETTER, HOSTED, HOSTED_LID, BOT, CALL, LEGACY, MSGR, INTEROP -> -1;
        };
        if (end < 0) {
            return user;
        }
        parseNumber(user, end + 1, user.length(), "agent");
        return user.substring(0, end);
    }

    private static int parseNumber(String text, int from, int to, String what) {
        if (to - from < 1 || to - from > 5) {
            throw new MalformedJid(what + ": " + (to - from) + " characters (expected: 1 to 5 digits)");
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedJid(what + ": not a number (expected: 1 to 5 digits)");
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static void checkUser(String user, JidServer server) {
        if (user.length() > MAX_USER_LENGTH) {
            throw new MalformedJid("user length: " + user.length() + " (expected: at most " + MAX_USER_LENGTH + ")");
        }
        JidServer family = server.family();
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            boolean reserved = c == '@' || c == ':' || c <= ' ' || c == 0x7F || Character.isSurrogate(c);
            boolean agentMark = (c == '_' && (family == JidServer.PN || family == JidServer.LID))
                    || (c == '.' && family == JidServer.PN);
            if (reserved || agentMark) {
                throw new MalformedJid("user: character " + (int) c + " at " + i + " (expected: none of that kind on "
                        + server.domain() + ")");
            }
        }
    }

    /// The same address without device: the user as such.
    public Jid bare() {
        return device == 0 ? this : new Jid(user, server, 0, integrator);
    }

    /// The same user's other device.
    public Jid withDevice(int other) {
        return other == device ? this : new Jid(user, server, other, integrator);
    }

    /// The same user and device under another server.
    public Jid withServer(JidServer other) {
        return other == server ? this : new Jid(user, other, device, other == JidServer.INTEROP ? integrator : 0);
    }

    /// The id of the chat with this address: no device, and hosted or old servers folded into theirs.
    public Jid normalized() {
        return bare().withServer(server.family());
    }

    /// Whether both name the same user, whatever the device and however hosted. A phone number and a
    /// hidden id never match, even with equal digits.
    public boolean sameUser(Jid other) {
        return user.equals(other.user) && server.family() == other.server.family() && integrator == other.integrator;
    }

    /// A user known by phone number, hosted ones included.
    public boolean isPn() {
        return server.family() == JidServer.PN && !user.isEmpty();
    }

    /// A user known by hidden id, hosted ones included.
    public boolean isLid() {
        return server.family() == JidServer.LID && !user.isEmpty();
    }

    /// A user of either kind.
    public boolean isUser() {
        return isPn() || isLid();
    }

    /// A device hosted by Meta.
    public boolean isHosted() {
        return server == JidServer.HOSTED || server == JidServer.HOSTED_LID;
    }

    /// A group.
    public boolean isGroup() {
        return server == JidServer.GROUP && !user.isEmpty();
    }

    /// A server itself, without user.
    public boolean isServer() {
        return user.isEmpty();
    }

    /// A channel.
    public boolean isNewsletter() {
        return server == JidServer.NEWSLETTER && !user.isEmpty();
    }

    /// The status list or a broadcast list.
    public boolean isBroadcast() {
        return server == JidServer.BROADCAST && !user.isEmpty();
    }

    /// The status list.
    public boolean isStatus() {
        return equals(STATUS);
    }

    /// A bot: of the bot server, or one of the phone numbers reserved for bots.
    public boolean isBot() {
        return switch (server) {
            case BOT -> !user.isEmpty();
            case PN, LEGACY -> isBotNumber(user);
            case LID, GROUP, BROADCAST, NEWSLETTER, HOSTED, HOSTED_LID, CALL, MSGR, INTEROP -> false;
        };
    }

    private static boolean isBotNumber(String digits) {
        return digits.length() == 11
                && (digits.startsWith("1313555") || digits.startsWith("131655500"))
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// The name of this device in the Signal protocol.
    public SignalAddress signalAddress() {
        String name = switch (server) {
            case LID -> user + "_1";
            case HOSTED -> user + "_128";
            case HOSTED_LID -> user + "_129";
            case PN, GROUP, BROADCAST, NEWSLETTER, BOT, CALL, LEGACY, MSGR, INTEROP -> user;
        };
        return new SignalAddress(name, device);
    }

    /// The form with explicit agent and device, `user.0:device@server`, which device list hashes cover.
    public String adString() {
        return user + ".0:" + device + "@" + server.domain();
    }

    /// The text form; [#parse] reads it back.
    @Override
    public String toString() {
        if (user.isEmpty()) {
            return server.domain();
        }
        String prefix = server == JidServer.INTEROP ? integrator + "-" + user : user;
        return device == 0 ? prefix + "@" + server.domain() : prefix + ":" + device + "@" + server.domain();
    }
}
