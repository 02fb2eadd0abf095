// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules that a stanza keeps or breaks by itself, whatever came before.
final class Shapes {

    private static final Set<String> TAGS = Set.of(
            "iq",
            "message",
            "receipt",
            "ack",
            "presence",
            "chatstate",
            "call",
            "notification",
            "ib",
            "xmlstreamend",
            "stream:error");
    private static final Set<String> PRESENCES = Set.of("", "available", "unavailable", "subscribe", "unsubscribe");
    private static final Set<String> ANSWERS = Set.of("result", "error");
    private static final Set<String> QUESTIONS = Set.of("get", "set");
    private static final Set<String> EDITS = Set.of("", "0", "1", "2", "3", "7", "8");
    private static final int SIGNATURE_SIZE = 64;

    private Shapes() {}

    /// The rule that a stanza from a device breaks, the first found.
    static Optional<Rule> judge(Node stanza) {
        if (!TAGS.contains(stanza.tag())) {
            return Optional.of(Rule.UNKNOWN_STANZA);
        }
        return switch (stanza.tag()) {
            case "iq" -> iq(stanza);
            case "ack" -> broken(!isAck(stanza), Rule.MALFORMED_ACK);
            case "presence" -> broken(!isPresence(stanza), Rule.MALFORMED_PRESENCE);
            case "chatstate" -> broken(!isChatState(stanza), Rule.MALFORMED_CHATSTATE);
            case "call" -> broken(!isCall(stanza), Rule.MALFORMED_CALL);
            case "message" -> message(stanza);
            default -> Optional.empty();
        };
    }

    private static Optional<Rule> broken(boolean is, Rule rule) {
        return is ? Optional.of(rule) : Optional.empty();
    }

    private static Optional<Rule> iq(Node iq) {
        String type = iq.text("type").orElse("");
        boolean question = QUESTIONS.contains(type);
        return broken(
                (!question && !ANSWERS.contains(type))
                        || (question && iq.text("xmlns").orElse("").isEmpty()),
                Rule.MALFORMED_IQ);
    }

    private static boolean isAck(Node ack) {
        return !ack.text("id").orElse("").isEmpty()
                && !ack.text("class").orElse("").isEmpty()
                && ack.has("to");
    }

    private static boolean isPresence(Node presence) {
        String type = presence.text("type").orElse("");
        return PRESENCES.contains(type) && (!type.endsWith("subscribe") || presence.has("to"));
    }

    private static boolean isChatState(Node state) {
        List<Node> children = state.children();
        return state.has("to")
                && children.size() == 1
                && (children.getFirst().hasTag("composing")
                        || children.getFirst().hasTag("paused"));
    }

    private static boolean isCall(Node call) {
        return call.has("to")
                && !call.text("id").orElse("").isEmpty()
                && !call.children().isEmpty()
                && call.children().stream()
                        .allMatch(step ->
                                step.tag().startsWith("link_") || (step.has("call-id") && step.has("call-creator")));
    }

    private static Optional<Rule> message(Node message) {
        Jid to = message.requireJid("to");
        if (message.text("type").orElse("").isEmpty()) {
            return Optional.of(Rule.MISSING_TYPE);
        }
        if (!EDITS.contains(message.text("edit").orElse(""))) {
            return Optional.of(Rule.UNKNOWN_EDIT);
        }
        boolean sealed = message.hasChild("enc") || message.hasChild("participants");
        if (to.isNewsletter() ? message.hasChild("enc") : message.hasChild("plaintext")) {
            return Optional.of(Rule.WRONG_SECRECY);
        }
        if (!to.isNewsletter() && !sealed) {
            return Optional.of(Rule.EMPTY_MESSAGE);
        }
        boolean token = message.hasChild("tctoken") || message.hasChild("cstoken");
        if (token && !to.isUser()) {
            return Optional.of(Rule.TOKEN_OUT_OF_PLACE);
        }
        return message.child("device-identity")
                .filter(node -> !isIdentity(node))
                .map(_ -> Rule.MALFORMED_DEVICE_IDENTITY);
    }

    private static boolean isIdentity(Node node) {
        try {
            ADVSignedDeviceIdentity identity =
                    ADVSignedDeviceIdentity.parseFrom(node.contentBytes().toByteArray());
            return !identity.getDetails().isEmpty()
                    && identity.getAccountSignature().size() == SIGNATURE_SIZE
                    && identity.getDeviceSignature().size() == SIGNATURE_SIZE;
        } catch (InvalidProtocolBufferException _) {
            return false;
        }
    }
}
