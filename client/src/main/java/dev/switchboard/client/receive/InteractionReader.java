// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.Interaction.Action;
import dev.switchboard.client.mex.Json;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.proto.ButtonsMessage;
import dev.switchboard.wire.proto.HydratedTemplateButton;
import dev.switchboard.wire.proto.InteractiveMessage;
import dev.switchboard.wire.proto.InteractiveMessage.NativeFlowMessage.NativeFlowButton;
import dev.switchboard.wire.proto.InteractiveResponseMessage;
import dev.switchboard.wire.proto.ListMessage;
import dev.switchboard.wire.proto.ListResponseMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.TemplateMessage;
import dev.switchboard.wire.proto.TemplateMessage.HydratedFourRowTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads messages with things to press, in all their forms, and the answers to them.
final class InteractionReader {

    private InteractionReader() {}

    static IncomingContent read(MessageKind kind, Message content) {
        return switch (kind) {
            case BUTTONS -> new IncomingContent.Interactive(buttons(content.getButtonsMessage()), "buttons");
            case LIST -> new IncomingContent.Interactive(list(content.getListMessage()), "list");
            case TEMPLATE -> template(content.getTemplateMessage());
            default -> interactive(content.getInteractiveMessage());
        };
    }

    private static Interaction buttons(ButtonsMessage message) {
        List<Action> actions = new ArrayList<>();
        for (ButtonsMessage.Button button : message.getButtonsList()) {
            String label = button.getButtonText().getDisplayText();
            actions.add(
                    button.hasNativeFlowInfo()
                            ? flow(
                                    button.getNativeFlowInfo().getName(),
                                    button.getNativeFlowInfo().getParamsJson())
                            : new Action.Reply(button.getButtonId(), label));
        }
        return new Interaction(
                Values.text(message.getText()),
                message.getContentText(),
                Values.text(message.getFooterText()),
                actions);
    }

    private static Interaction list(ListMessage message) {
        List<Interaction.Section> sections = message.getSectionsList().stream()
                .map(section -> new Interaction.Section(
                        section.getTitle(),
                        section.getRowsList().stream()
                                .map(row -> new Interaction.Row(
                                        row.getRowId(), row.getTitle(), Values.text(row.getDescription())))
                                .toList()))
                .toList();
        return new Interaction(
                Values.text(message.getTitle()),
                message.getDescription(),
                Values.text(message.getFooterText()),
                List.of(new Action.Menu(message.getButtonText(), sections)));
    }

    private static IncomingContent template(TemplateMessage message) {
        if (message.hasInteractiveMessageTemplate()) {
            return interactive(message.getInteractiveMessageTemplate());
        }
        HydratedFourRowTemplate template =
                message.hasHydratedTemplate() ? message.getHydratedTemplate() : message.getHydratedFourRowTemplate();
        List<Action> actions = template.getHydratedButtonsList().stream()
                .map(InteractionReader::action)
                .toList();
        return new IncomingContent.Interactive(
                new Interaction(
                        Values.text(template.getHydratedTitleText()),
                        template.getHydratedContentText(),
                        Values.text(template.getHydratedFooterText()),
                        actions),
                "template");
    }

    private static Action action(HydratedTemplateButton button) {
        String label = MessageText.of(button).orElse("");
        if (button.hasUrlButton()) {
            return new Action.OpenLink(label, button.getUrlButton().getUrl());
        }
        return button.hasCallButton()
                ? new Action.Call(label, button.getCallButton().getPhoneNumber())
                : new Action.Reply(button.getQuickReplyButton().getId(), label);
    }

    private static IncomingContent interactive(InteractiveMessage message) {
        List<Action> actions = new ArrayList<>();
        String form = "native_flow";
        if (message.hasCarouselMessage()) {
            form = "carousel";
            message.getCarouselMessage()
                    .getCardsList()
                    .forEach(card -> card.getNativeFlowMessage().getButtonsList().stream()
                            .map(InteractionReader::flow)
                            .forEach(actions::add));
        } else {
            message.getNativeFlowMessage().getButtonsList().stream()
                    .map(InteractionReader::flow)
                    .forEach(actions::add);
        }
        return new IncomingContent.Interactive(
                new Interaction(
                        Values.text(message.getHeader().getTitle()),
                        message.getBody().getText(),
                        Values.text(message.getFooter().getText()),
                        actions),
                form);
    }

    private static Action flow(NativeFlowButton button) {
        return flow(button.getName(), button.getButtonParamsJson());
    }

    private static Action flow(String name, String parameters) {
        Json read = parse(parameters);
        String label = read.text("display_text").or(() -> read.text("title")).orElse("");
        return switch (name) {
            case "quick_reply" -> new Action.Reply(read.text("id").orElse(""), label);
            case "cta_url" -> new Action.OpenLink(label, read.text("url").orElse(""));
            case "cta_call" -> new Action.Call(label, read.text("phone_number").orElse(""));
            case "cta_copy" -> new Action.Copy(label, read.text("copy_code").orElse(""));
            case "single_select" ->
                new Action.Menu(
                        label,
                        list(read, "sections").stream()
                                .map(InteractionReader::section)
                                .toList());
            default -> new Action.Other(name, label, parameters);
        };
    }

    /// What is no JSON says nothing.
    private static Json parse(String parameters) {
        try {
            return Json.parse(parameters);
        } catch (WireException _) {
            return Json.Literal.NULL;
        }
    }

    private static List<Json> list(Json json, String name) {
        return json.at(name).map(Json::list).orElse(List.of());
    }

    private static Interaction.Section section(Json section) {
        return new Interaction.Section(
                section.text("title").orElse(""),
                list(section, "rows").stream()
                        .map(row -> new Interaction.Row(
                                row.text("id").orElse(""), row.text("title").orElse(""), row.text("description")))
                        .toList());
    }

    static IncomingContent choice(Message content) {
        if (content.hasListResponseMessage()) {
            ListResponseMessage response = content.getListResponseMessage();
            return new IncomingContent.Choice(
                    response.getSingleSelectReply().getSelectedRowId(),
                    response.getTitle(),
                    Values.text(response.getDescription()),
                    Optional.empty());
        }
        if (content.hasButtonsResponseMessage()) {
            return new IncomingContent.Choice(
                    content.getButtonsResponseMessage().getSelectedButtonId(),
                    content.getButtonsResponseMessage().getSelectedDisplayText(),
                    Optional.empty(),
                    Optional.empty());
        }
        if (content.hasTemplateButtonReplyMessage()) {
            return new IncomingContent.Choice(
                    content.getTemplateButtonReplyMessage().getSelectedId(),
                    content.getTemplateButtonReplyMessage().getSelectedDisplayText(),
                    Optional.empty(),
                    Optional.empty());
        }
        return flowAnswer(content.getInteractiveResponseMessage());
    }

    private static IncomingContent flowAnswer(InteractiveResponseMessage response) {
        String parameters = response.getNativeFlowResponseMessage().getParamsJson();
        Json read = parse(parameters);
        return new IncomingContent.Choice(
                read.text("id").orElse(""),
                response.getBody().getText(),
                read.text("description"),
                Values.text(parameters));
    }
}
