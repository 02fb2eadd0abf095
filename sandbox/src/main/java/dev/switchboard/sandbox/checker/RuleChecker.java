// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges stanzas from clients one after another. Not thread-safe: [StanzaRecorder] calls it in order.
///
/// What it remembers of an account is bounded; where the memory ran out, or began before this process did, it gives
/// the client the benefit of the doubt.
final class RuleChecker {

    private static final int LONGEST_ID = 128;
    private static final List<String> ADDRESSES = List.of("to", "participant", "recipient");
    private static final Set<String> ACKNOWLEDGED = Set.of("message", "receipt", "notification", "call");
    private static final Set<String> WITH_ID = Set.of("message", "receipt", "iq");
    private static final Set<String> RECEIPT_TYPES = Set.of(
            "",
            "delivery",
            "inactive",
            "read",
            "read-self",
            "played",
            "played-self",
            "sender",
            "peer_msg",
            "hist_sync",
            "server-error",
            "retry",
            "enc_rekey_retry",
            "view");

    private final Population population;
    private final Map<String, KnownIds> idsByAccount = new HashMap<>();
    private final Map<String, KnownIds> deliveredByAccount = new HashMap<>();
    private final Set<String> distributedBy = new HashSet<>();

    RuleChecker(Population population) {
        this.population = population;
    }

    /// An account that lived before this process did: what it has received is not known.
    void olderThanMemory(String account) {
        ids(account).forget();
        delivered(account).forget();
    }

    void clear() {
        idsByAccount.clear();
        deliveredByAccount.clear();
        distributedBy.clear();
    }

    /// Remembers a message on its way to a device.
    void delivered(String account, Node stanza) {
        stanza.text("id").ifPresent(id -> {
            if (stanza.hasTag("message")) {
                ids(account).add(id);
            }
            if (ACKNOWLEDGED.contains(stanza.tag()) || isQuestion(stanza)) {
                delivered(account).add(stanza.tag().charAt(0) + id);
            }
        });
    }

    private static boolean isQuestion(Node stanza) {
        return stanza.hasTag("iq") && (stanza.hasText("type", "get") || stanza.hasText("type", "set"));
    }

    /// The rule that a stanza from a device breaks, the first found.
    Optional<Rule> judge(String account, int device, Node stanza) {
        try {
            Optional<Rule> broken = judgeFrame(stanza).or(() -> Shapes.judge(stanza));
            if (broken.isPresent()) {
                return broken;
            }
            return switch (stanza.tag()) {
                case "message" -> judgeMessage(account, device, stanza);
                case "receipt" -> judgeReceipt(account, stanza);
                case "iq" -> judgeIq(account, stanza);
                case "ack" -> judgeAck(account, stanza);
                default -> Optional.empty();
            };
        } catch (MalformedNode | MalformedJid _) {
            return Optional.of(Rule.MALFORMED_JID);
        }
    }

    private Optional<Rule> judgeFrame(Node stanza) {
        if (WITH_ID.contains(stanza.tag())) {
            String id = stanza.text("id").orElse("");
            if (id.isEmpty() || id.length() > LONGEST_ID || id.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                return Optional.of(Rule.MALFORMED_ID);
            }
        }
        for (String name : ADDRESSES) {
            Optional<Rule> broken = stanza.jid(name).flatMap(this::judgeAddress);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<Rule> judgeAddress(Jid jid) {
        return population.misplaced(jid) ? Optional.of(Rule.LID_USER_WITH_PN_SERVER) : Optional.empty();
    }

    private Optional<Rule> judgeMessage(String account, int device, Node stanza) {
        Jid to = stanza.requireJid("to");
        stanza.text("id").ifPresent(id -> ids(account).add(id));
        List<Node> participants =
                stanza.child("participants").map(list -> list.children("to")).orElse(List.of());
        Optional<Rule> broken =
                judgeParticipants(to, participants).or(() -> judgeTargets(account, device, stanza, to, participants));
        if (broken.isPresent()) {
            return broken;
        }
        if (device > 0 && !stanza.hasChild("device-identity") && anyPkmsg(stanza, participants)) {
            return Optional.of(Rule.MISSING_DEVICE_IDENTITY);
        }
        if (stanza.hasText("category", "peer") && (stanza.hasChild("tctoken") || stanza.hasChild("cstoken"))) {
            return Optional.of(Rule.TOKEN_ON_PEER_MESSAGE);
        }
        broken = judgeCiphertexts(stanza, participants);
        return broken.isPresent() ? broken : judgeSenderKey(account, device, to, stanza, participants);
    }

    private Optional<Rule> judgeTargets(String account, int device, Node stanza, Jid to, List<Node> participants) {
        Optional<String> recipient = population.numberOf(to);
        if (stanza.hasText("category", "peer")
                && recipient.filter(number -> !number.equals(account)).isPresent()) {
            return Optional.of(Rule.PEER_MESSAGE_TO_OTHERS);
        }
        for (Node participant : participants) {
            Jid jid = participant.requireJid("jid");
            Optional<String> number = population.numberOf(jid);
            boolean own = number.filter(account::equals).isPresent();
            if (own && jid.device() == device && to.isUser()) {
                return Optional.of(Rule.COPY_TO_ITSELF);
            }
            if (to.isUser() && !own && number.isPresent() && recipient.isPresent() && !number.equals(recipient)) {
                return Optional.of(Rule.FOREIGN_PARTICIPANT);
            }
        }
        return Optional.empty();
    }

    private Optional<Rule> judgeParticipants(Jid to, List<Node> participants) {
        Set<Jid> seen = new HashSet<>();
        boolean pn = false;
        boolean lid = false;
        for (Node participant : participants) {
            Jid jid = participant.requireJid("jid");
            Optional<Rule> broken = judgeAddress(jid);
            if (broken.isPresent()) {
                return broken;
            }
            if (population.stale(jid)) {
                return Optional.of(Rule.STALE_DEVICE);
            }
            if (!seen.add(jid)) {
                return Optional.of(Rule.DUPLICATE_PARTICIPANT);
            }
            pn |= jid.isPn();
            lid |= jid.isLid();
        }
        return to.isGroup() && pn && lid ? Optional.of(Rule.MIXED_ADDRESSING) : Optional.empty();
    }

    private static boolean anyPkmsg(Node stanza, List<Node> participants) {
        return stanza.children("enc").stream().anyMatch(RuleChecker::isPkmsg)
                || participants.stream()
                        .flatMap(to -> to.children("enc").stream())
                        .anyMatch(RuleChecker::isPkmsg);
    }

    private static boolean isPkmsg(Node enc) {
        return enc.hasText("type", "pkmsg");
    }

    private static Optional<Rule> judgeCiphertexts(Node stanza, List<Node> participants) {
        for (Node participant : participants) {
            List<Node> encs = participant.children("enc");
            // A status also lists its readers without ciphertext.
            if (encs.stream().anyMatch(enc -> !wellFormed(enc, false))) {
                return Optional.of(Rule.MALFORMED_ENC);
            }
        }
        return stanza.children("enc").stream().allMatch(enc -> wellFormed(enc, true))
                ? Optional.empty()
                : Optional.of(Rule.MALFORMED_ENC);
    }

    private static boolean wellFormed(Node enc, boolean group) {
        String type = enc.text("type").orElse("");
        boolean known = type.equals("msg") || type.equals("pkmsg") || (group && type.equals("skmsg"));
        return known && enc.hasText("v", "2") && !enc.contentBytes().isEmpty();
    }

    private Optional<Rule> judgeSenderKey(String account, int device, Jid to, Node stanza, List<Node> participants) {
        List<Node> encs = stanza.children("enc");
        boolean group = false;
        for (Node enc : encs) {
            boolean senderKey = enc.hasText("type", "skmsg");
            if (!senderKey && group) {
                return Optional.of(Rule.SKMSG_BEFORE_ENC);
            }
            group |= senderKey;
        }
        String sender = account + ":" + device + ">" + to;
        if (!participants.isEmpty() && to.isGroup()) {
            distributedBy.add(sender);
        }
        // Whether a device of an older process has handed out its key is not known.
        boolean never = group
                && to.isGroup()
                && !distributedBy.contains(sender)
                && ids(account).complete();
        return never ? Optional.of(Rule.SKMSG_BEFORE_ENC) : Optional.empty();
    }

    private Optional<Rule> judgeReceipt(String account, Node stanza) {
        String type = stanza.text("type").orElse("");
        if (!RECEIPT_TYPES.contains(type)) {
            return Optional.of(Rule.UNKNOWN_RECEIPT_TYPE);
        }
        if (type.equals("retry") || type.equals("enc_rekey_retry")) {
            return judgeRetry(stanza);
        }
        if (type.equals("view")) {
            return Optional.empty();
        }
        KnownIds known = ids(account);
        boolean unknown = known.complete()
                && (!known.contains(stanza.requireText("id"))
                        || stanza.child("list").stream()
                                .flatMap(list -> list.children("item").stream())
                                .anyMatch(
                                        item -> !known.contains(item.text("id").orElse(""))));
        return unknown ? Optional.of(Rule.RECEIPT_FOR_UNKNOWN_ID) : Optional.empty();
    }

    private static Optional<Rule> judgeRetry(Node stanza) {
        boolean whole = stanza.child("retry")
                        .filter(retry -> retry.has("id") && retry.has("count"))
                        .isPresent()
                && stanza.child("registration")
                        .map(node -> node.contentBytes().size() == 4)
                        .orElse(false);
        return whole ? Optional.empty() : Optional.of(Rule.MALFORMED_RETRY);
    }

    private Optional<Rule> judgeAck(String account, Node ack) {
        String what = ack.requireText("class");
        KnownIds known = delivered(account);
        boolean unknown = ACKNOWLEDGED.contains(what)
                && known.complete()
                && !known.contains(what.charAt(0) + ack.requireText("id"));
        return unknown ? Optional.of(Rule.ACK_FOR_UNKNOWN_ID) : Optional.empty();
    }

    private Optional<Rule> judgeIq(String account, Node stanza) {
        if (!isQuestion(stanza)) {
            KnownIds known = delivered(account);
            boolean unasked = known.complete() && !known.contains("i" + stanza.requireText("id"));
            return unasked ? Optional.of(Rule.ANSWER_TO_NOTHING) : Optional.empty();
        }
        return judgeKeys(stanza);
    }

    private static Optional<Rule> judgeKeys(Node stanza) {
        Optional<Node> keys = stanza.hasText("xmlns", "encrypt") ? stanza.child("list") : Optional.empty();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Set<Bytes> ids = new HashSet<>();
        for (Node key : keys.get().children("key")) {
            var id = key.child("id").map(Node::contentBytes).orElse(Bytes.EMPTY);
            int value =
                    key.child("value").map(node -> node.contentBytes().size()).orElse(0);
            if (id.size() != 3 || id.hex().equals("000000") || value != 32 || !ids.add(id)) {
                return Optional.of(Rule.MALFORMED_PRE_KEYS);
            }
        }
        return Optional.empty();
    }

    private KnownIds delivered(String account) {
        return deliveredByAccount.computeIfAbsent(account, _ -> new KnownIds());
    }

    private KnownIds ids(String account) {
        return idsByAccount.computeIfAbsent(account, _ -> new KnownIds());
    }
}
