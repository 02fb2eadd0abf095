// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.Interaction.Action;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.mex.Json;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.proto.ButtonsMessage;
import dev.switchboard.wire.proto.DeviceListMetadata;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.HydratedTemplateButton;
import dev.switchboard.wire.proto.InteractiveMessage;
import dev.switchboard.wire.proto.InteractiveMessage.NativeFlowMessage.NativeFlowButton;
import dev.switchboard.wire.proto.ListMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.TemplateMessage;
import dev.switchboard.wire.proto.TemplateMessage.HydratedFourRowTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds messages with things to press, in the form that is asked for.
final class InteractionBuilder {

    /// The header of buttons that holds text, and the one of none.
    private static final int TEXT_HEADER = 2;

    private static final int NO_HEADER = 1;

    private static final int METADATA_VERSION = 2;

    private InteractionBuilder() {}

    static Message build(OutgoingContent.Interactive content) {
        Interaction interaction = content.interaction();
        if (interaction.text().isEmpty() || interaction.actions().isEmpty()) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        return switch (content.form()) {
            case NATIVE_FLOW -> nativeFlow(interaction);
            case CLASSIC -> classic(interaction);
            case NUMBERED_TEXT -> MessageContent.text(numbered(interaction));
        };
    }

    /// Puts a native flow into the envelope in which phones show it.
    static Message wrap(Message message) {
        Message.Builder outer = Message.newBuilder()
                .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(message));
        outer.getMessageContextInfoBuilder()
                .setDeviceListMetadata(DeviceListMetadata.getDefaultInstance())
                .setDeviceListMetadataVersion(METADATA_VERSION);
        return outer.build();
    }

    private static Message nativeFlow(Interaction interaction) {
        InteractiveMessage.Builder message = InteractiveMessage.newBuilder()
                .setBody(InteractiveMessage.Body.newBuilder().setText(interaction.text()));
        interaction
                .title()
                .ifPresent(title -> message.getHeaderBuilder().setTitle(title).setHasMediaAttachment(false));
        interaction.footer().ifPresent(footer -> message.getFooterBuilder().setText(footer));
        InteractiveMessage.NativeFlowMessage.Builder flow =
                message.getNativeFlowMessageBuilder().setMessageVersion(1);
        interaction.actions().forEach(action -> flow.addButtons(flowButton(action)));
        return Message.newBuilder().setInteractiveMessage(message).build();
    }

    private static NativeFlowButton flowButton(Action action) {
        return switch (action) {
            case Action.Reply(String id, String label) ->
                flowButton("quick_reply", fields("display_text", label, "id", id));
            case Action.OpenLink(String label, String url) ->
                flowButton("cta_url", fields("display_text", label, "url", url, "merchant_url", url));
            case Action.Call(String label, String number) ->
                flowButton("cta_call", fields("display_text", label, "phone_number", number));
            case Action.Copy(String label, String code) ->
                flowButton("cta_copy", fields("display_text", label, "copy_code", code));
            case Action.Menu(String label, List<Interaction.Section> sections) ->
                flowButton("single_select", fields("title", label, "sections", sections(sections)));
            case Action.Other(String name, var _, String parameters) ->
                NativeFlowButton.newBuilder()
                        .setName(name)
                        .setButtonParamsJson(parameters)
                        .build();
        };
    }

    private static NativeFlowButton flowButton(String name, Json parameters) {
        return NativeFlowButton.newBuilder()
                .setName(name)
                .setButtonParamsJson(parameters.print())
                .build();
    }

    private static Json sections(List<Interaction.Section> sections) {
        return new Json.Items(sections.stream()
                .map(section -> fields("title", section.title(), "rows", rows(section.rows())))
                .toList());
    }

    private static Json rows(List<Interaction.Row> rows) {
        return new Json.Items(rows.stream()
                .map(row -> row.description()
                        .map(text -> fields("id", row.id(), "title", row.title(), "description", text))
                        .orElseGet(() -> fields("id", row.id(), "title", row.title())))
                .toList());
    }

    /// An object of names and values by turns; values are texts or JSON.
    private static Json fields(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            members.put((String) namesAndValues[i], value instanceof Json json ? json : Json.of((String) value));
        }
        return new Json.Fields(members);
    }

    /// A list if there is one, buttons if all answer, else a template.
    private static Message classic(Interaction interaction) {
        Optional<Action.Menu> menu = interaction.actions().stream()
                .filter(Action.Menu.class::isInstance)
                .map(Action.Menu.class::cast)
                .findFirst();
        if (menu.isPresent()) {
            return list(interaction, menu.get());
        }
        boolean answersOnly = interaction.actions().stream().allMatch(Action.Reply.class::isInstance);
        return answersOnly ? buttons(interaction) : template(interaction);
    }

    private static Message list(Interaction interaction, Action.Menu menu) {
        ListMessage.Builder list = ListMessage.newBuilder()
                .setDescription(interaction.text())
                .setButtonText(menu.label())
                .setListType(ListMessage.ListType.SINGLE_SELECT);
        interaction.title().ifPresent(list::setTitle);
        interaction.footer().ifPresent(list::setFooterText);
        for (Interaction.Section section : menu.sections()) {
            ListMessage.Section.Builder part = list.addSectionsBuilder().setTitle(section.title());
            for (Interaction.Row row : section.rows()) {
                ListMessage.Row.Builder line =
                        part.addRowsBuilder().setRowId(row.id()).setTitle(row.title());
                row.description().ifPresent(line::setDescription);
            }
        }
        return Message.newBuilder().setListMessage(list).build();
    }

    private static Message buttons(Interaction interaction) {
        ButtonsMessage.Builder buttons = ButtonsMessage.newBuilder()
                .setContentText(interaction.text())
                .setHeaderType(interaction.title().isPresent() ? TEXT_HEADER : NO_HEADER);
        interaction.title().ifPresent(buttons::setText);
        interaction.footer().ifPresent(buttons::setFooterText);
        for (Interaction.Row answer : interaction.answers()) {
            buttons.addButtonsBuilder()
                    .setButtonId(answer.id())
                    .setType(ButtonsMessage.Button.Type.RESPONSE)
                    .getButtonTextBuilder()
                    .setDisplayText(answer.title());
        }
        return Message.newBuilder().setButtonsMessage(buttons).build();
    }

    private static Message template(Interaction interaction) {
        HydratedFourRowTemplate.Builder template =
                HydratedFourRowTemplate.newBuilder().setHydratedContentText(interaction.text());
        interaction.title().ifPresent(template::setHydratedTitleText);
        interaction.footer().ifPresent(template::setHydratedFooterText);
        int index = 0;
        for (Action action : interaction.actions()) {
            Optional<HydratedTemplateButton> button = templateButton(action, index);
            if (button.isPresent()) {
                template.addHydratedButtons(button.get());
                index++;
            }
        }
        return Message.newBuilder()
                .setTemplateMessage(TemplateMessage.newBuilder()
                        .setHydratedTemplate(template)
                        .setHydratedFourRowTemplate(template))
                .build();
    }

    private static Optional<HydratedTemplateButton> templateButton(Action action, int index) {
        HydratedTemplateButton.Builder button =
                HydratedTemplateButton.newBuilder().setIndex(index);
        switch (action) {
            case Action.Reply(String id, String label) ->
                button.getQuickReplyButtonBuilder().setId(id).setDisplayText(label);
            case Action.OpenLink(String label, String url) ->
                button.getUrlButtonBuilder().setDisplayText(label).setUrl(url);
            case Action.Call(String label, String number) ->
                button.getCallButtonBuilder().setDisplayText(label).setPhoneNumber(number);
            case Action.Copy _, Action.Menu _, Action.Other _ -> {
                return Optional.empty();
            }
        }
        return Optional.of(button.build());
    }

    /// The text that stands for buttons where they are not shown: what can be answered has a number.
    static String numbered(Interaction interaction) {
        StringBuilder text = new StringBuilder();
        interaction.title().ifPresent(title -> text.append('*').append(title).append("*\n\n"));
        text.append(interaction.text());
        int number = 0;
        for (Action action : interaction.actions()) {
            switch (action) {
                case Action.Reply(var _, String label) ->
                    text.append(number == 0 ? "\n" : "").append(line(++number, label, Optional.empty()));
                case Action.Menu(String label, List<Interaction.Section> sections) -> {
                    text.append("\n\n").append(label).append(':');
                    for (Interaction.Section section : sections) {
                        if (!section.title().isEmpty()) {
                            text.append("\n\n_").append(section.title()).append('_');
                        }
                        for (Interaction.Row row : section.rows()) {
                            text.append(line(++number, row.title(), row.description()));
                        }
                    }
                }
                case Action.OpenLink(String label, String url) -> text.append(pair(label, url));
                case Action.Call(String label, String called) -> text.append(pair(label, called));
                case Action.Copy(String label, String code) -> text.append(pair(label, code));
                case Action.Other(var _, String label, var _) -> {
                    if (!label.isEmpty()) {
                        text.append('\n').append(label);
                    }
                }
            }
        }
        interaction
                .footer()
                .ifPresent(footer -> text.append("\n\n_").append(footer).append('_'));
        return text.toString();
    }

    private static String line(int number, String label, Optional<String> description) {
        return "\n" + number + ". " + label
                + description.map(more -> " (" + more + ")").orElse("");
    }

    private static String pair(String label, String value) {
        return "\n" + label + ": " + value;
    }
}
