// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One thing that an automation does.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.Reply.class, name = "reply"),
    @JsonSubTypes.Type(value = Step.Template.class, name = "template"),
    @JsonSubTypes.Type(value = Step.Media.class, name = "media"),
    @JsonSubTypes.Type(value = Step.Choices.class, name = "choices"),
    @JsonSubTypes.Type(value = Step.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Step.Questions.class, name = "questions"),
    @JsonSubTypes.Type(value = Step.Wait.class, name = "wait"),
    @JsonSubTypes.Type(value = Step.Branch.class, name = "branch"),
    @JsonSubTypes.Type(value = Step.Tag.class, name = "tag"),
    @JsonSubTypes.Type(value = Step.Assign.class, name = "assign"),
    @JsonSubTypes.Type(value = Step.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Step.HandOff.class, name = "handoff"),
    @JsonSubTypes.Type(value = Step.Set.class, name = "set"),
    @JsonSubTypes.Type(value = Step.Goto.class, name = "goto"),
    @JsonSubTypes.Type(value = Step.Stop.class, name = "stop")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Step {
    /// Its name in the definition.
    @Nullable
    String id();

    /// Sends a text.
    record Reply(@Nullable String id, String text, @Nullable Boolean quote) implements Step {}

    /// Sends a message template.
    record Template(
            @Nullable String id,
            String template,
            @Nullable Map<String, String> variables,
            @Nullable String language) implements Step {}

    /// Sends a file.
    record Media(
            @Nullable String id,
            String kind,
            @Nullable String mediaId,
            @Nullable String url,
            @Nullable String caption,
            @Nullable String fileName)
            implements Step {}

    /// Asks to choose.
    record Choices(
            @Nullable String id,
            String text,
            @Nullable String footer,
            @Nullable String as,
            @Nullable String save,
            List<Option> options,
            @Nullable String retry,
            @Nullable Integer retries,
            @Nullable String timeout,
            @Nullable List<Step> onTimeout,
            @Nullable List<Step> onInvalid)
            implements Step {
        public Choices {
            options = Definition.copy(options);
        }

        /// What an option is known by.
        String key(int index) {
            String own = options.get(index).id();
            return own == null ? Integer.toString(index + 1) : own;
        }
    }

    /// Something to choose, and what happens then.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Option(
            @Nullable String id,
            String text,
            @Nullable String description,
            @Nullable List<Step> steps) {}

    /// Asks a question.
    record Ask(
            @Nullable String id,
            String text,
            String save,
            @Nullable String expect,
            @Nullable String pattern,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable String retry,
            @Nullable Integer retries,
            @Nullable String timeout,
            @Nullable List<Step> onTimeout,
            @Nullable List<Step> onInvalid)
            implements Step {}

    /// Asks one question after the other.
    record Questions(
            @Nullable String id,
            List<String> questions,
            String save,
            @Nullable String timeout,
            @Nullable List<Step> onTimeout)
            implements Step {
        public Questions {
            questions = Definition.copy(questions);
        }
    }

    /// Waits.
    record Wait(
            @Nullable String id,

            @JsonProperty("for") @Nullable String span,

            @Nullable String until,
            @Nullable String before)
            implements Step {}

    /// Goes on with the first branch whose conditions hold.
    record Branch(
            @Nullable String id,
            List<Case> branches,

            @JsonProperty("else") @Nullable List<Step> otherwise) implements Step {
        public Branch {
            branches = Definition.copy(branches);
        }
    }

    /// A branch.
    record Case(List<Condition> when, List<Step> steps) {
        public Case {
            when = Definition.copy(when);
            steps = Definition.copy(steps);
        }
    }

    /// Tags the contact, or takes tags away.
    record Tag(
            @Nullable String id,
            @Nullable List<String> add,
            @Nullable List<String> remove) implements Step {}

    /// Assigns the chat to a user.
    record Assign(
            @Nullable String id, String user, @Nullable String note) implements Step {}

    /// Calls a URL.
    record Call(
            @Nullable String id,
            String url,
            @Nullable String method,
            @Nullable Map<String, String> headers,
            @Nullable JsonNode body,
            @Nullable String save,
            @Nullable Integer timeoutSeconds,
            @Nullable List<Step> onError)
            implements Step {}

    /// Hands the chat to a person, and ends.
    record HandOff(
            @Nullable String id,
            @Nullable String text,
            @Nullable String user,
            @Nullable String note) implements Step {}

    /// Sets variables.
    record Set(@Nullable String id, Map<String, String> variables) implements Step {}

    /// Goes on at another step.
    record Goto(@Nullable String id, String step) implements Step {}

    /// Ends the run.
    record Stop(@Nullable String id) implements Step {}

    /// Its type, as it is written.
    default String type() {
        return switch (this) {
            case Reply _ -> "reply";
            case Template _ -> "template";
            case Media _ -> "media";
            case Choices _ -> "choices";
            case Ask _ -> "ask";
            case Questions _ -> "questions";
            case Wait _ -> "wait";
            case Branch _ -> "branch";
            case Tag _ -> "tag";
            case Assign _ -> "assign";
            case Call _ -> "call";
            case HandOff _ -> "handoff";
            case Set _ -> "set";
            case Goto _ -> "goto";
            case Stop _ -> "stop";
        };
    }
}
