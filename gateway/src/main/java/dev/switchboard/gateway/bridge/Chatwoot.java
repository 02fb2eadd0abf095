// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is asked of Chatwoot's application API, for one account.
final class Chatwoot {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FILE_LIMIT = Duration.ofMinutes(3);
    private static final long MOST = 4L << 20;
    private static final String BOUNDARY = "switchboard-7f2c1d9a4b";

    private final GuardedHttp http;
    private final String root;
    private final String token;

    Chatwoot(GuardedHttp http, String url, long account, String token) {
        this.http = http;
        this.root = url.replaceAll("/+$", "") + "/api/v1/accounts/" + account;
        this.token = token;
    }

    /// It could not be done.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String reason;

        Refused(int status, String reason) {
            super("chatwoot: " + reason);
            this.status = status;
            this.reason = reason;
        }

        int status() {
            return status;
        }

        String reason() {
            return reason;
        }

        /// Whether the same would fail again.
        boolean lasting() {
            return status == 400 || status == 404 || status == 413 || status == 415 || status == 422;
        }
    }

    /// A person there.
    record Contact(long id, Optional<String> source) {}

    /// A file that goes along with a message.
    record File(String name, String type, long size, OutboundRequest.Source source) {}

    /// A message to be put there.
    ///
    /// @param way `incoming` or `outgoing`
    /// @param source our own id of it
    record Post(
            String text, String way, boolean note, @Nullable String source, Optional<File> file) {
        @Override
        public String toString() {
            return "Post[" + way + "]";
        }
    }

    /// The inbox, to see whether all is set right.
    JsonNode inbox(long inbox) throws Refused {
        return ask("GET", "/inboxes/" + inbox, null);
    }

    /// Somebody with this number or identifier.
    Optional<Contact> search(String words, long inbox) throws Refused {
        JsonNode found = ask("GET", "/contacts/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8), null);
        for (JsonNode contact : found.path("payload")) {
            if (contact.path("phone_number").asString("").equals(words)
                    || contact.path("identifier").asString("").equals(words)) {
                return Optional.of(contact(contact, inbox));
            }
        }
        return Optional.empty();
    }

    private static Contact contact(JsonNode contact, long inbox) {
        for (JsonNode place : contact.path("contact_inboxes")) {
            if (place.at("/inbox/id").asLong(0) == inbox) {
                return new Contact(
                        contact.path("id").asLong(0),
                        Optional.of(place.path("source_id").asString("")));
            }
        }
        return new Contact(contact.path("id").asLong(0), Optional.empty());
    }

    Contact make(long inbox, String name, @Nullable String phone, String identifier) throws Refused {
        ObjectNode body = JSON.createObjectNode();
        body.put("inbox_id", inbox);
        body.put("name", name);
        body.put("identifier", identifier);
        if (phone != null) {
            body.put("phone_number", "+" + phone);
        }
        JsonNode made = ask("POST", "/contacts", body).path("payload");
        JsonNode contact = made.path("contact");
        String source = made.at("/contact_inbox/source_id").asString("");
        return source.isEmpty()
                ? contact(contact, inbox)
                : new Contact(contact.path("id").asLong(0), Optional.of(source));
    }

    /// Lets a person write in the inbox.
    String join(long contact, long inbox, String source) throws Refused {
        ObjectNode body = JSON.createObjectNode();
        body.put("inbox_id", inbox);
        body.put("source_id", source);
        return ask("POST", "/contacts/" + contact + "/contact_inboxes", body)
                .path("source_id")
                .asString(source);
    }

    long converse(long contact, long inbox, String source) throws Refused {
        ObjectNode body = JSON.createObjectNode();
        body.put("source_id", source);
        body.put("inbox_id", inbox);
        body.put("contact_id", contact);
        body.put("status", "open");
        long id = ask("POST", "/conversations", body).path("id").asLong(0);
        if (id == 0) {
            throw new Refused(502, "a conversation without a number");
        }
        return id;
    }

    /// Puts a message there; the answer is its number.
    String post(long conversation, Post post) throws Refused {
        String path = "/conversations/" + conversation + "/messages";
        JsonNode made = post.file().isPresent() ? form(path, post, post.file().get()) : ask("POST", path, body(post));
        return made.path("id").asString("");
    }

    private static ObjectNode body(Post post) {
        ObjectNode body = JSON.createObjectNode();
        body.put("content", post.text());
        body.put("message_type", post.way());
        body.put("private", post.note());
        if (post.source() != null) {
            body.put("source_id", post.source());
        }
        return body;
    }

    /// The number of the message that has our id, if it is there.
    Optional<String> find(long conversation, String source) throws Refused {
        for (JsonNode message :
                ask("GET", "/conversations/" + conversation + "/messages", null).path("payload")) {
            if (message.path("source_id").asString("").equals(source)) {
                return Optional.of(message.path("id").asString(""));
            }
        }
        return Optional.empty();
    }

    private JsonNode form(String path, Post post, File file) throws Refused {
        StringBuilder head = new StringBuilder();
        body(post)
                .properties()
                .forEach(part -> head.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                        .append(part.getKey())
                        .append("\"\r\n\r\n")
                        .append(part.getValue().asString(""))
                        .append("\r\n"));
        head.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"attachments[]\"; filename=\"")
                .append(file.name().replaceAll("[\"\r\n\\\\]", "_"))
                .append("\"\r\nContent-Type: ")
                .append(file.type())
                .append("\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] last = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        OutboundRequest.Source whole = () -> {
            InputStream middle = new SequenceInputStream(
                    new ByteArrayInputStream(first), file.source().open());
            return new SequenceInputStream(middle, new ByteArrayInputStream(last));
        };
        return exchange(new OutboundRequest(
                "POST",
                URI.create(root + path),
                Map.of("api_access_token", token, "Content-Type", "multipart/form-data; boundary=" + BOUNDARY),
                Optional.of(new OutboundRequest.Body(first.length + file.size() + last.length, whole)),
                MOST,
                FILE_LIMIT,
                0));
    }

    private JsonNode ask(String method, String path, @Nullable ObjectNode body) throws Refused {
        byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        return exchange(new OutboundRequest(
                method,
                URI.create(root + path),
                Map.of("api_access_token", token, "Content-Type", "application/json", "Accept", "application/json"),
                body == null
                        ? Optional.empty()
                        : Optional.of(new OutboundRequest.Body(bytes.length, () -> new ByteArrayInputStream(bytes))),
                MOST,
                LIMIT,
                0));
    }

    private JsonNode exchange(OutboundRequest request) throws Refused {
        return switch (http.exchange(request)) {
            case OutboundAnswer.Refused(OutboundAnswer.Reason reason) -> throw new Refused(0, reason.code());
            case OutboundAnswer.Answered answered -> read(answered);
        };
    }

    private static JsonNode read(OutboundAnswer.Answered answered) throws Refused {
        try (answered) {
            byte[] body = answered.body().readAllBytes();
            if (answered.status() < 200 || answered.status() > 299) {
                throw new Refused(answered.status(), "status " + answered.status());
            }
            JsonNode read = JSON.readTree(body);
            return read == null ? JSON.createObjectNode() : read;
        } catch (IOException | JacksonException _) {
            throw new Refused(502, "an answer that cannot be read");
        }
    }
}
