// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.interop.baileys.BaileysEvent.AccountNews;
import dev.switchboard.interop.baileys.BaileysEvent.Connection;
import dev.switchboard.interop.baileys.BaileysEvent.Credentials;
import dev.switchboard.interop.baileys.BaileysEvent.Drained;
import dev.switchboard.interop.baileys.BaileysEvent.GroupNews;
import dev.switchboard.interop.baileys.BaileysEvent.History;
import dev.switchboard.interop.baileys.BaileysEvent.Message;
import dev.switchboard.interop.baileys.BaileysEvent.Presence;
import dev.switchboard.interop.baileys.BaileysEvent.Qr;
import dev.switchboard.interop.baileys.BaileysEvent.Update;
import dev.switchboard.interop.baileys.BaileysProcess.BaileysNetwork;
import dev.switchboard.interop.baileys.BaileysProcess.BaileysRefusal;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// One stock Baileys socket, commanded and watched through the driver.
public final class BaileysClient {

    /// Baileys' message states.
    public static final int ERROR = 0;

    public static final int DELIVERED = 3;
    public static final int READ = 4;

    private final BaileysProcess process;
    private final String name;
    private final BaileysNetwork network;
    private final Optional<Path> folder;
    private final Map<String, Object> options = new HashMap<>();
    private final Journal<BaileysEvent> journal;
    private volatile int openedAt;

    BaileysClient(BaileysProcess process, String name, BaileysNetwork network, Optional<Path> folder) {
        this.process = process;
        this.name = name;
        this.network = network;
        this.folder = folder;
        this.journal = new Journal<>("baileys " + name);
    }

    void take(BaileysEvent event) {
        journal.append(event);
    }

    String name() {
        return name;
    }

    public Journal<BaileysEvent> journal() {
        return journal;
    }

    /// Sets an option of the driver's `open`, such as `restart` or `browser`.
    public BaileysClient with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    /// Starts to connect, with the keys it has, if any.
    public BaileysClient open() {
        openedAt = journal.position();
        var command = new HashMap<String, Object>(options);
        command.put("url", network.chat().toString());
        command.put("ca", network.ca().toString());
        folder.ifPresent(path -> command.put("folder", path.toString()));
        command.put("log", network.logs().resolve(name + ".log").toString());
        command.put("logLevel", System.getProperty("baileys.log", "info"));
        call("open", command);
        return this;
    }

    /// Links to the account by a QR code that its phone scans, and waits until the first sync is done.
    public BaileysClient linkByQr(SandboxAdmin admin, String account) {
        open();
        admin.scanQr(account, awaitQr());
        return awaitSynced();
    }

    /// Links to the account by a code that its phone types.
    public BaileysClient linkByCode(SandboxAdmin admin, String account) {
        open();
        awaitQr();
        admin.enterCodeWhenAsked(account, pairingCode(account));
        return awaitSynced();
    }

    public String awaitQr() {
        return journal.await(openedAt, Qr.class, "a QR code", _ -> true).text();
    }

    public String pairingCode(String phone) {
        return call("pairingCode", Map.of("phone", phone)).path("code").asText();
    }

    /// Waits until the connection that was asked for last is open.
    public BaileysClient awaitOpen() {
        journal.await(openedAt, Connection.class, "an open connection", Connection::isOpen);
        return this;
    }

    /// Waits until what was queued has been handed over.
    public BaileysClient awaitDrained() {
        awaitOpen();
        journal.await(openedAt, Drained.class, "the end of the offline queue", _ -> true);
        return this;
    }

    /// Waits for the end of the first sync: history taken, app state fetched, name known; then goes online.
    public BaileysClient awaitSynced() {
        awaitOpen();
        journal.await(openedAt, Credentials.class, "the first sync", credentials -> credentials.synced() > 0);
        presence("available");
        return this;
    }

    /// Waits for the end of the connection and answers with it.
    public Connection awaitClosed() {
        return journal.await(openedAt, Connection.class, "the end of the connection", Connection::isFinal);
    }

    public String send(String to, String text) {
        return id(call("send", Map.of("to", to, "text", text)));
    }

    /// Sends a file.
    ///
    /// @param kind Baileys' name for it: image, video, audio, document or sticker
    /// @param extra further options of Baileys, such as `caption`
    public String sendFile(String to, String kind, byte[] file, Map<String, ?> extra) {
        var base64 = Base64.getEncoder().encodeToString(file);
        return id(call("sendFile", Map.of("to", to, "kind", kind, "base64", base64, "extra", extra)));
    }

    /// Sends any content that Baileys knows, by its own names; bytes stand as `{base64}`, times as `{millis}`.
    public String say(String to, Map<String, ?> content) {
        return id(call("say", Map.of("to", to, "content", content)));
    }

    /// Sends a message on that has come in.
    public String forward(String to, String target) {
        awaitMessage("message " + target, message -> message.key().id().equals(target));
        return id(call("forward", Map.of("to", to, "target", target)));
    }

    /// A received message by Baileys' own names, without envelopes and bytes.
    public JsonNode show(String messageId) {
        awaitMessage("message " + messageId, message -> message.key().id().equals(messageId));
        return call("show", Map.of("target", messageId)).path("content");
    }

    /// The options of an own poll that a vote chose, opened by Baileys.
    public List<String> openVote(String poll, String vote, String creator, String voter) {
        awaitMessage("vote " + vote, message -> message.key().id().equals(vote));
        return texts(
                call("openVote", Map.of("poll", poll, "vote", vote, "creator", creator, "voter", voter)), "options");
    }

    /// Fetches and opens the file of a message that has come in.
    public Downloaded download(String messageId) {
        awaitMessage("message " + messageId, message -> message.key().id().equals(messageId));
        var answer = call("download", Map.of("target", messageId));
        return new Downloaded(
                answer.path("sha256").asText(), answer.path("size").asLong());
    }

    /// A file as Baileys opened it.
    public record Downloaded(String sha256, long size) {}

    /// Posts a status for these people.
    public String post(String text, List<String> people) {
        return id(call("send", Map.of("to", "status@broadcast", "text", text, "statusJidList", people)));
    }

    public String quote(String to, String text, String quotedId) {
        return id(call("send", Map.of("to", to, "text", text, "quote", Map.of("id", quotedId))));
    }

    public String edit(String to, String target, String text) {
        return id(call("edit", Map.of("to", to, "target", target, "text", text)));
    }

    public String revoke(String to, String target) {
        return id(call("revoke", Map.of("to", to, "target", target)));
    }

    /// Marks a received message as read.
    public void read(Message message) {
        var key = Map.of("remoteJid", message.key().chat(), "id", message.key().id(), "fromMe", false);
        call("read", Map.of("keys", List.of(key)));
    }

    /// Marks a received message as read, by all its names.
    public void chatRead(Map<String, Object> key) {
        call("read", Map.of("keys", List.of(key)));
    }

    public void presence(String type) {
        call("presence", Map.of("type", type));
    }

    /// The same, where the connection may end before it is said.
    public void presenceUnlessGone(String type) {
        try {
            presence(type);
        } catch (BaileysRefusal gone) {
            if (!String.valueOf(gone.getMessage()).contains("Connection Closed")) {
                throw gone;
            }
        }
    }

    public void chatState(String to, String type) {
        call("presence", Map.of("type", type, "to", to));
    }

    public void subscribe(String to) {
        call("subscribe", Map.of("to", to));
    }

    /// Throws away every Signal session with the user (number or LID), and answers with their addresses.
    public List<String> dropSessions(String user) {
        return texts(call("dropSessions", Map.of("user", user)), "addresses");
    }

    public List<String> sessions() {
        return texts(call("sessions", Map.of()), "addresses");
    }

    /// Throws away the sender keys of a group, everybody's and its own, and answers with their names.
    public List<String> dropSenderKeys(String chat) {
        return texts(call("dropSenderKeys", Map.of("chat", chat)), "names");
    }

    /// Calls one of Baileys' own functions on groups, communities or newsletters.
    public JsonNode chat(String method, Object... arguments) {
        return call("chat", Map.of("method", method, "args", List.of(arguments)))
                .path("result");
    }

    /// Calls one of Baileys' own functions on the account, on people, or on the state its devices share.
    public JsonNode account(String method, Object... arguments) {
        return call("account", Map.of("method", method, "args", List.of(arguments)))
                .path("result");
    }

    /// An item of one of Baileys' events about the account and people.
    public JsonNode awaitNews(int from, String of, Predicate<JsonNode> fits) {
        return journal.await(from, AccountNews.class, of, news -> news.of().equals(of) && fits.test(news.item()))
                .item();
    }

    public GroupNews awaitGroup(int from, String group, String change) {
        return journal.await(
                from,
                GroupNews.class,
                change + " of a group",
                news -> news.id().equals(group) && news.change().equals(change));
    }

    /// Fetches keys of these devices and begins a session with each, without sending anything.
    public void beginSessions(String... jids) {
        call("beginSessions", Map.of("jids", List.of(jids)));
    }

    /// The own JID with its device.
    public String jid() {
        return call("identity", Map.of()).path("id").asText();
    }

    public String lid() {
        return call("identity", Map.of()).path("lid").asText();
    }

    public void logout() {
        call("logout", Map.of());
    }

    /// Closes the socket; the keys stay.
    public void disconnect() {
        call("end", Map.of());
    }

    /// Closes the socket and has the driver drop what it holds in memory: the next [#open] reads everything from disk.
    public void forget() {
        call("forget", Map.of());
    }

    /// Breaks the TCP connection.
    public void cut() {
        call("cut", Map.of());
    }

    /// The received text with this id, once it is decrypted.
    public Message awaitText(String id) {
        return awaitMessage("text " + id, message -> message.key().id().equals(id) && message.text() != null);
    }

    public Message awaitMessage(String what, Predicate<Message> fits) {
        return journal.await(0, Message.class, what, fits);
    }

    /// Waits until a message's status is at least this.
    public void awaitStatus(String id, int status) {
        awaitFate("status " + status, id, fate -> fate.status() >= status);
    }

    /// Waits until the server has refused a message, and answers with its reasons.
    public List<String> awaitError(String id) {
        return awaitFate("a refusal", id, fate -> fate.status() == ERROR).reasons();
    }

    public void awaitEdit(String id, String text) {
        awaitFate("edit", id, fate -> text.equals(fate.text()));
    }

    public void awaitRevoked(String id) {
        awaitFate("revocation", id, Fate::revoked);
    }

    private Fate awaitFate(String what, String id, Predicate<Fate> fits) {
        return journal.awaitAll(
                0,
                what + " of " + id,
                events -> events.stream()
                        .flatMap(event -> Fate.of(event, id).stream())
                        .filter(fits)
                        .findFirst());
    }

    /// What an event says about a message: Baileys reports an update, or merges it into a message it has not reported
    /// yet.
    private record Fate(int status, @Nullable String text, boolean revoked, List<String> reasons) {

        private static final int UNKNOWN = -1;

        static Optional<Fate> of(BaileysEvent event, String id) {
            return switch (event) {
                case Update update
                when update.key().id().equals(id) ->
                    Optional.of(new Fate(
                            Objects.requireNonNullElse(update.status(), UNKNOWN),
                            update.edited(),
                            update.revoked(),
                            update.stubParameters()));
                case Message message
                when message.key().id().equals(id) ->
                    Optional.of(new Fate(
                            Objects.requireNonNullElse(message.status(), UNKNOWN),
                            message.text(),
                            message.revoked(),
                            message.stubParameters()));
                default -> Optional.empty();
            };
        }
    }

    public Presence awaitPresence(int from, String presence) {
        return journal.await(
                from, Presence.class, presence, seen -> seen.presence().equals(presence));
    }

    public History awaitHistory(Predicate<History> fits) {
        return journal.await(0, History.class, "history", fits);
    }

    /// Everything received as a text, in order of arrival.
    public Stream<Message> texts() {
        return journal.of(Message.class).filter(message -> message.kind().equals("text"));
    }

    private JsonNode call(String command, Map<String, ?> fields) {
        var full = new HashMap<String, Object>(fields);
        full.put("cmd", command);
        full.put("socket", name);
        return process.call(full);
    }

    private static String id(JsonNode answer) {
        return answer.path("id").asText();
    }

    private static List<String> texts(JsonNode answer, String field) {
        return StreamSupport.stream(answer.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
