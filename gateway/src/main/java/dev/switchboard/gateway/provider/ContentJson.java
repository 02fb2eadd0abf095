// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// The form in which contents, and what goes with them, are kept. It is read back after an upgrade, so parts are only
/// ever added.
public final class ContentJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Jid.class, new TextWriter<>(Jid::toString))
                    .addDeserializer(Jid.class, new TextReader<>(Jid::parse))
                    .addSerializer(Bytes.class, new TextWriter<>(Bytes::base64))
                    .addDeserializer(
                            Bytes.class,
                            new TextReader<>(
                                    text -> Bytes.of(Base64.getDecoder().decode(text)))))
            .addMixIn(Content.class, Kinds.class)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ContentJson() {}

    /// The names under which kinds of content are kept.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Content.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Content.Attachment.class, name = "attachment"),
        @JsonSubTypes.Type(value = Content.Location.class, name = "location"),
        @JsonSubTypes.Type(value = Content.LiveLocation.class, name = "liveLocation"),
        @JsonSubTypes.Type(value = Content.Contacts.class, name = "contacts"),
        @JsonSubTypes.Type(value = Content.Poll.class, name = "poll"),
        @JsonSubTypes.Type(value = Content.Event.class, name = "event"),
        @JsonSubTypes.Type(value = Content.Buttons.class, name = "buttons"),
        @JsonSubTypes.Type(value = Content.Menu.class, name = "menu"),
        @JsonSubTypes.Type(value = Content.Choice.class, name = "choice"),
        @JsonSubTypes.Type(value = Content.GroupInvite.class, name = "groupInvite"),
        @JsonSubTypes.Type(value = Content.Album.class, name = "album"),
        @JsonSubTypes.Type(value = Content.Unknown.class, name = "unknown"),
        @JsonSubTypes.Type(value = Content.Edit.class, name = "edit"),
        @JsonSubTypes.Type(value = Content.Revoke.class, name = "revoke"),
        @JsonSubTypes.Type(value = Content.Reaction.class, name = "reaction"),
        @JsonSubTypes.Type(value = Content.Vote.class, name = "vote"),
        @JsonSubTypes.Type(value = Content.Rsvp.class, name = "rsvp"),
        @JsonSubTypes.Type(value = Content.Pin.class, name = "pin"),
        @JsonSubTypes.Type(value = Content.Keep.class, name = "keep")
    })
    private interface Kinds {}

    /// A content as text.
    public static String write(Content content) {
        return JSON.writerFor(Content.class).writeValueAsString(content);
    }

    public static Content read(String text) {
        return JSON.readValue(text, Content.class);
    }

    /// What goes with a message as text; empty if nothing does.
    public static Optional<String> writeContext(Dispatch.Context context) {
        return context.equals(Dispatch.Context.NONE) ? Optional.empty() : Optional.of(JSON.writeValueAsString(context));
    }

    public static Dispatch.Context readContext(Optional<String> text) {
        return text.map(json -> JSON.readValue(json, Dispatch.Context.class)).orElse(Dispatch.Context.NONE);
    }

    /// A content and what goes with it as one text.
    public static String writeBoth(Dispatch dispatch) {
        String content = write(dispatch.content());
        return writeContext(dispatch.context())
                .map(context -> {
                    ObjectNode node = (ObjectNode) JSON.readTree(content);
                    node.set("context", JSON.readTree(context));
                    return JSON.writeValueAsString(node);
                })
                .orElse(content);
    }

    /// A message out of what [#writeBoth] made. What cannot be read comes as unknown, so that it holds up nothing.
    public static Dispatch readBoth(String id, Jid to, String text) {
        try {
            return read(id, to, text);
        } catch (JacksonException _) {
            return new Dispatch(id, to, new Content.Unknown("unreadable"));
        }
    }

    private static Dispatch read(String id, Jid to, String text) {
        JsonNode node = JSON.readTree(text);
        Optional<String> context = Optional.ofNullable(node.get("context")).map(JSON::writeValueAsString);
        Content content = JSON.treeToValue(node, Content.class);
        if (context.isEmpty() && content instanceof Content.Text && node.has("target")) {
            Target replyTo = JSON.treeToValue(node.get("target"), Target.class);
            return new Dispatch(id, to, content, Dispatch.Context.replying(Optional.of(replyTo)));
        }
        return new Dispatch(id, to, content, readContext(context));
    }

    private static final class TextWriter<T> extends ValueSerializer<T> {
        private final java.util.function.Function<T, String> form;

        TextWriter(java.util.function.Function<T, String> form) {
            this.form = form;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(form.apply(value));
        }
    }

    private static final class TextReader<T> extends ValueDeserializer<T> {
        private final java.util.function.Function<String, T> form;

        TextReader(java.util.function.Function<String, T> form) {
            this.form = form;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            return form.apply(in.getString());
        }
    }
}
