// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Dispatch.Content;
import dev.switchboard.gateway.provider.Dispatch.Target;
import dev.switchboard.wire.jid.Jid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The form in which contents are kept in the queue. It is read back after an upgrade, so fields are only ever added.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContentJson(
        String kind,
        @Nullable String text,
        @Nullable String emoji,
        @Nullable TargetJson target) {
    /// The kind of a message of its own, as opposed to changes of other messages.
    static final String TEXT = "text";

    static String kind(Dispatch.Content content) {
        return switch (content) {
            case Content.Text _ -> TEXT;
            case Content.Edit _ -> "edit";
            case Content.Revoke _ -> "revoke";
            case Content.Reaction _ -> "reaction";
        };
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TargetJson(
            String id,
            boolean fromMe,
            @Nullable String author,
            @Nullable String text) {
        static @Nullable TargetJson of(@Nullable Target target) {
            return target == null
                    ? null
                    : new TargetJson(
                            target.id(),
                            target.fromMe(),
                            target.author().map(Jid::toString).orElse(null),
                            target.text().orElse(null));
        }

        Target target() {
            return new Target(id, fromMe, Optional.ofNullable(author).map(Jid::parse), Optional.ofNullable(text));
        }
    }

    static String write(JsonMapper json, Dispatch.Content content) {
        return json.writeValueAsString(
                switch (content) {
                    case Content.Text(String text, Optional<Target> replyTo) ->
                        new ContentJson(kind(content), text, null, TargetJson.of(replyTo.orElse(null)));
                    case Content.Edit(Target target, String text) ->
                        new ContentJson(kind(content), text, null, TargetJson.of(target));
                    case Content.Revoke(Target target) ->
                        new ContentJson(kind(content), null, null, TargetJson.of(target));
                    case Content.Reaction(Target target, String emoji) ->
                        new ContentJson(kind(content), null, emoji, TargetJson.of(target));
                });
    }

    static Dispatch.Content read(JsonMapper json, String text) {
        ContentJson content = json.readValue(text, ContentJson.class);
        return switch (content.kind()) {
            case TEXT ->
                new Content.Text(
                        required(content.text()),
                        Optional.ofNullable(content.target()).map(TargetJson::target));
            case "edit" -> new Content.Edit(required(content.target()).target(), required(content.text()));
            case "revoke" -> new Content.Revoke(required(content.target()).target());
            case "reaction" -> new Content.Reaction(required(content.target()).target(), required(content.emoji()));
            default ->
                throw new IllegalStateException("queued content: " + content.kind() + " (expected: a known kind)");
        };
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("queued content: a part is missing");
        }
        return value;
    }
}
