// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.InteractiveMessage.NativeFlowMessage;
import dev.switchboard.wire.proto.InteractiveMessage.NativeFlowMessage.NativeFlowButton;
import dev.switchboard.wire.proto.ListMessage;
import dev.switchboard.wire.proto.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The `<biz>` child of messages with things to press, and of answers to them.
final class BizNode {

    /// Flows whose name differs from the first button's.
    private static final Map<String, String> FLOWS = Map.of(
            "review_and_pay", "order_details",
            "review_order", "order_status",
            "open_webview", "message_with_link");

    private BizNode() {}

    static Optional<Node> of(MessageKind kind, Message content) {
        return switch (kind) {
            case BUTTONS -> Optional.of(biz("buttons"));
            case LIST -> Optional.of(list(content.getListMessage()));
            case CHOICE -> choice(content);
            case INTERACTIVE ->
                content.getInteractiveMessage().hasNativeFlowMessage()
                        ? flow(content.getInteractiveMessage().getNativeFlowMessage())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Node biz(String child) {
        return Node.of("biz", Node.of(child));
    }

    private static Node list(ListMessage list) {
        return Node.of(
                "biz",
                Node.builder("list")
                        .attr("v", 2)
                        .attr("type", list.getListType().name().toLowerCase(Locale.ROOT))
                        .build());
    }

    private static Optional<Node> choice(Message content) {
        if (content.hasListResponseMessage()) {
            return Optional.of(biz("list_response"));
        }
        if (content.hasButtonsResponseMessage()) {
            return Optional.of(biz("buttons_response"));
        }
        return content.hasInteractiveResponseMessage() ? Optional.of(biz("interactive_response")) : Optional.empty();
    }

    private static Optional<Node> flow(NativeFlowMessage flow) {
        List<String> names = flow.getButtonsList().stream()
                .map(NativeFlowButton::getName)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = names.size() == 1 ? FLOWS.getOrDefault(names.getFirst(), names.getFirst()) : "mixed";
        return Optional.of(Node.of(
                "biz",
                Node.builder("interactive")
                        .attr("type", "native_flow")
                        .attr("v", 1)
                        .child(Node.builder("native_flow").attr("name", name))
                        .build()));
    }
}
