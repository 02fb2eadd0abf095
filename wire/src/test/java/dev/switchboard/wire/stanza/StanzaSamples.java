// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// One stanza of every kind, with what reads it and what writes it back.
final class StanzaSamples {

    static final Instant NOW = Instant.ofEpochSecond(1_750_000_000);
    static final Jid PN = Jid.pn("15550100001");
    static final Jid LID = Jid.lid("100001");
    static final Jid GROUP = Jid.group("120363000000000001");
    static final Node REQUEST = Node.builder("iq")
            .attr("id", "7")
            .attr("to", Jid.SERVER)
            .attr("type", "get")
            .build();

    private final SeededRandom random = new SeededRandom(9);
    private final PublicKey identity = KeyPair.generate(random).publicKey();
    private final PublicPreKey preKey =
            new PublicPreKey(77, KeyPair.generate(random).publicKey());
    private final PublicSignedPreKey signedPreKey =
            new PublicSignedPreKey(1, KeyPair.generate(random).publicKey(), bytes(64));
    private final KeyBundle bundle =
            new KeyBundle(11_111, identity, signedPreKey, Optional.of(preKey), Optional.of(bytes(90)));
    private final List<Sample> samples = new ArrayList<>();

    /// A stanza.
    ///
    /// @param node its node
    /// @param value what it says
    /// @param rewrite reads a node and writes it again
    record Sample(String name, Node node, Object value, Function<Node, Object> reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    private StanzaSamples() {}

    static List<Sample> all() {
        StanzaSamples samples = new StanzaSamples();
        samples.messages();
        samples.receipts();
        samples.session();
        samples.keys();
        samples.users();
        samples.pairing();
        samples.notifications();
        samples.groups();
        samples.exchanges();
        return samples.samples;
    }

    private void add(String name, Node node, Object value, Function<Node, Object> reader) {
        samples.add(new Sample(name, node, value, reader));
    }

    private Bytes bytes(int count) {
        return Bytes.copyOf(random.bytes(count));
    }

    private void groups() {
        GroupInfo bare = new GroupInfo(
                GROUP,
                new GroupInfo.Subject("us", Optional.empty(), Optional.empty(), Optional.empty()),
                new GroupInfo.Creation(Optional.empty(), Optional.empty(), Optional.empty()),
                AddressingMode.PN,
                new GroupInfo.Versions(Optional.empty(), Optional.empty()),
                GroupInfo.Settings.NONE,
                Optional.empty(),
                GroupInfo.Community.NONE,
                OptionalInt.empty(),
                List.of(GroupParticipant.of(PN, Optional.of(LID))));
        add("bare group", bare.toNode(), bare, GroupInfo::of);
        GroupInfo full = new GroupInfo(
                GROUP,
                new GroupInfo.Subject("us", Optional.of(NOW), Optional.of(LID), Optional.of(PN)),
                new GroupInfo.Creation(Optional.of(LID), Optional.of(PN), Optional.of(NOW)),
                AddressingMode.LID,
                new GroupInfo.Versions(Optional.of("17"), Optional.of("18")),
                new GroupInfo.Settings(
                        true, true, 86_400, true, Optional.of("admin_add"), Optional.of("all_member_link"), true, true),
                Optional.of(new GroupInfo.Description(
                        "D1", "what for", Optional.of(LID), Optional.of(PN), Optional.of(NOW))),
                new GroupInfo.Community(
                        true, Optional.of("request_required"), Optional.of(Jid.group("1")), true, true, true),
                OptionalInt.of(300),
                List.of(
                        new GroupParticipant(LID, Optional.of(PN), GroupRole.SUPERADMIN, Optional.empty()),
                        new GroupParticipant(
                                Jid.lid("7"), Optional.empty(), GroupRole.MEMBER, Optional.of("+1 ∙∙∙ 77"))));
        add("group", full.toNode(), full, GroupInfo::of);
    }

    private void messages() {
        Enc enc = Enc.of(EncType.PRE_KEY_MESSAGE, bytes(30))
                .withMediaType(Optional.of("image"))
                .withHideOnFailure(true)
                .withRetryCount(2);
        OutgoingMessage direct = OutgoingMessage.builder(LID, "3EB0AA", "text")
                .edit(Optional.of("1"))
                .peerRecipientPn(PN)
                .recipient(LID.withDevice(7), enc)
                .recipient(LID, Enc.of(EncType.MESSAGE, bytes(20)))
                .deviceIdentity(bytes(40))
                .extra(Node.builder("meta").attr("polltype", "vote").build())
                .build();
        add("outgoing", direct.toNode(), direct, OutgoingMessage::of);
        OutgoingMessage group = OutgoingMessage.builder(GROUP, "3EB0AB", "media")
                .addressingMode(AddressingMode.LID)
                .phash("2:47DEQpj8")
                .participant(LID.withDevice(2))
                .recipient(PN)
                .deviceFanout(false)
                .timestamp(1_750_000_000)
                .direct(Enc.of(EncType.SENDER_KEY_MESSAGE, bytes(20)))
                .build();
        add("outgoing to group", group.toNode(), group, OutgoingMessage::of);
        OutgoingMessage peer = OutgoingMessage.builder(PN, "3EB0AC", "text")
                .peer("high")
                .direct(enc)
                .build();
        add("outgoing to phone", peer.toNode(), peer, OutgoingMessage::of);
        IncomingMessage incoming = new IncomingMessage(
                "3EB0AD",
                new IncomingMessage.Source(
                        GROUP,
                        Optional.of(LID.withDevice(3)),
                        Optional.of(PN),
                        Optional.of(PN),
                        Optional.of(LID),
                        Optional.of(PN),
                        Optional.of(LID),
                        Optional.of(PN),
                        Optional.of(LID),
                        Optional.of(AddressingMode.PN)),
                NOW,
                "text",
                Optional.of("Ada"),
                OptionalInt.of(1),
                Optional.of("peer"),
                Optional.of("7"),
                List.of(enc, Enc.of(EncType.SENDER_KEY_MESSAGE, bytes(9))),
                Optional.of(bytes(40)),
                Optional.of("view_once"),
                Optional.of(bytes(8)),
                List.of(Node.of("biz")));
        add("incoming", incoming.toNode(), incoming, IncomingMessage::of);
    }

    private void receipts() {
        Route route =
                Route.to(GROUP).withParticipant(Optional.of(LID.withDevice(2))).withRecipient(Optional.of(PN));
        for (ReceiptType type : ReceiptType.values()) {
            Receipt receipt = Receipt.of(type, List.of("A", "B", "C"), route, Optional.of(NOW));
            add("receipt " + type, receipt.toNode(), receipt, Receipt::of);
        }
        RetryRequest retry = new RetryRequest("A", 2, Optional.of(NOW), 7, 11_111, Optional.of(bundle));
        Receipt asking = Receipt.retry(Route.to(PN.withDevice(4)), retry).withCategory(Optional.of("peer"));
        add("receipt with keys", asking.toNode(), asking, Receipt::of);
        Receipt bare =
                Receipt.retry(Route.from(PN), new RetryRequest("A", 1, Optional.empty(), 0, -2, Optional.empty()));
        add("receipt without keys", bare.toNode(), bare, Receipt::of);
        Receipt media = Receipt.mediaRetry("A", Route.to(PN), mediaRetry());
        add("receipt for media", media.toNode(), media, Receipt::of);
        Receipt readers = details(new Receipt.Details.Readers(
                "A",
                List.of(
                        new Receipt.Details.Reader(LID, Optional.of(NOW)),
                        new Receipt.Details.Reader(PN, Optional.empty()))));
        add("receipt of readers", readers.toNode(), readers, Receipt::of);
        Receipt views = details(new Receipt.Details.Views(List.of(100L, 101L)));
        add("receipt of views", views.toNode(), views, Receipt::of);
        Ack ack = Ack.replyTo(asking.toNode().toBuilder().attr("from", PN).build())
                .withError(500)
                .withPhash(Optional.of("2:47DEQpj8"))
                .withTimestamp(NOW);
        add("ack", ack.toNode(), ack, Ack::of);
    }

    private static Receipt details(Receipt.Details details) {
        return new Receipt(
                "A",
                List.of(),
                Optional.of(ReceiptType.READ),
                Route.from(GROUP),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(3),
                details,
                List.of(Node.of("biz")));
    }

    private MediaRetryStanza mediaRetry() {
        return new MediaRetryStanza(
                Optional.of(new MediaRetryStanza.Sealed(bytes(40), bytes(12))),
                Optional.of(GROUP),
                true,
                Optional.of(LID),
                OptionalInt.of(2));
    }

    private void session() {
        Success success =
                new Success(Optional.of(NOW), Optional.of(LID.withDevice(3)), Optional.of(NOW), Optional.of("Ada"));
        add("success", success.toNode(), success, Success::of);
        LoginFailure failure = new LoginFailure(
                402, OptionalInt.of(101), OptionalLong.of(3_600), Optional.of("wait"), Optional.of("abc"));
        add("failure", failure.toNode(), failure, LoginFailure::of);
        for (StreamError error : List.of(
                new StreamError.Replaced(),
                new StreamError.DeviceRemoved(401),
                new StreamError.Coded(StreamError.RESTART_REQUIRED),
                new StreamError.Unknown(Node.of("stream:error", Node.of("xml-not-well-formed"))))) {
            add("error " + error.getClass().getSimpleName(), error.toNode(), error, StreamError::of);
        }
        for (InfoBroadcast info : List.of(
                new InfoBroadcast.OfflineDone(3),
                new InfoBroadcast.OfflinePreview(6, 1, 2, 3, 0, 0),
                new InfoBroadcast.OfflineBatch(100),
                new InfoBroadcast.EdgeRouting(bytes(8)),
                new InfoBroadcast.Dirty("groups", Optional.of("1750000000")),
                new InfoBroadcast.UnifiedSession("17"),
                new InfoBroadcast.Unknown(Node.of("ib", Node.of("thread_metadata"))))) {
            add("ib " + info.getClass().getSimpleName(), info.toServerNode(), info, InfoBroadcast::of);
        }
        for (Presence presence : List.of(
                new Presence.Own(true, Optional.of("Ada")),
                new Presence.Own(false, Optional.empty()),
                new Presence.Subscribe(PN, Optional.of(bytes(16))),
                new Presence.Unsubscribe(PN),
                new Presence.Update(LID, true, Optional.empty()),
                new Presence.Update(LID, false, Optional.of(NOW)))) {
            add("presence " + presence.getClass().getSimpleName(), presence.toNode(), presence, Presence::of);
        }
        for (ChatState.Activity activity : ChatState.Activity.values()) {
            ChatState state = ChatState.to(PN, activity);
            add("chatstate " + activity, state.toNode(), state, ChatState::of);
        }
    }

    private void keys() {
        PreKeyUpload upload = new PreKeyUpload(11_111, identity, List.of(preKey), signedPreKey);
        add("key upload", upload.toIq("1"), upload, PreKeyUpload::of);
        KeyDigest digest = KeyDigest.over(11_111, identity, signedPreKey, List.of(preKey));
        add("key digest", digest.toIq(REQUEST), digest, KeyDigest::of);
        add("key count", PreKeyStanzas.countAnswer(REQUEST, 12), 12, PreKeyStanzas::count);
        add("key rotation", PreKeyStanzas.rotateRequest("1", signedPreKey), signedPreKey, PreKeyStanzas::rotated);
        List<PreKeyStanzas.Wanted> wanted =
                List.of(new PreKeyStanzas.Wanted(PN, true), new PreKeyStanzas.Wanted(LID.withDevice(9), false));
        add("key request", PreKeyStanzas.fetchRequest("1", wanted), wanted, PreKeyStanzas::wanted);
        List<PreKeyStanzas.Fetched> fetched = List.of(
                new PreKeyStanzas.Fetched.Found(PN, bundle),
                new PreKeyStanzas.Fetched.Refused(
                        LID, new IqAnswer.StanzaError(404, "item-not-found", OptionalInt.empty())));
        add("key answer", PreKeyStanzas.fetchAnswer(REQUEST, fetched, NOW), fetched, PreKeyStanzas::fetched);
        add(
                "iq error",
                Iq.serverError(REQUEST, 501, "feature-not-implemented"),
                new IqAnswer.Refused(new IqAnswer.StanzaError(501, "feature-not-implemented", OptionalInt.empty())),
                IqAnswer::of);
    }

    private void users() {
        UsyncRequest devices = UsyncRequest.devices("sid", List.of(PN, LID));
        add("usync of devices", devices.toIq("1"), devices, UsyncRequest::of);
        UsyncRequest contacts = UsyncRequest.contacts("sid", List.of("15550100002"));
        add("usync of contacts", contacts.toIq("1"), contacts, UsyncRequest::of);
        DeviceList list = new DeviceList(
                List.of(
                        new DeviceList.Device(0, OptionalInt.empty(), false),
                        new DeviceList.Device(7, OptionalInt.of(2), true)),
                Optional.of("2:47DEQpj8"),
                Optional.of(new KeyIndexList(Optional.of(NOW), bytes(60))));
        Node user = UsyncAnswer.userNode(Optional.of(PN), Optional.empty())
                .child(list.toNode())
                .child(Node.builder("lid").attr("val", LID))
                .child(Node.builder("contact").attr("type", "in").utf8("+15550100001"))
                .child(Node.builder("status").attr("t", 1).utf8("busy"))
                .child(Node.builder("picture").attr("id", "99"))
                .child(Node.builder("disappearing_mode").attr("duration", 86_400))
                .child(Node.of("username"))
                .build();
        UsyncAnswer answer = new UsyncAnswer(
                List.of(new UsyncAnswer.User(
                        Optional.of(PN),
                        Optional.empty(),
                        Optional.of(list),
                        Optional.empty(),
                        Optional.of(LID),
                        Optional.of(new UsyncAnswer.Contact(true, "+15550100001")),
                        Optional.of(new UsyncAnswer.About("busy", false, Optional.of(Instant.ofEpochSecond(1)))),
                        Optional.of("99"),
                        Optional.empty(),
                        OptionalLong.of(86_400),
                        List.of(Node.of("username")))),
                java.util.Map.of());
        add("usync answer", UsyncAnswer.toIq(devices.toIq("1"), List.of(user)), answer, UsyncAnswer::of);
    }

    private void pairing() {
        PairingStanzas.PairDevice offer = new PairingStanzas.PairDevice(List.of(Bytes.utf8("2@a"), Bytes.utf8("2@b")));
        add("pair-device", offer.toIq("1"), Optional.of(offer), PairingStanzas.PairDevice::in);
        PairingStanzas.PairSuccess success = new PairingStanzas.PairSuccess(
                bytes(150),
                PN.withDevice(1),
                Optional.of(LID.withDevice(1)),
                Optional.of("android"),
                Optional.of("Shop"),
                Optional.of(bytes(6)));
        Node paired = success.toIq("2", NOW);
        add("pair-success", paired, Optional.of(success), PairingStanzas.PairSuccess::in);
        PairingStanzas.PairDeviceSign sign = new PairingStanzas.PairDeviceSign(3, bytes(140));
        add("pair-device-sign", sign.toIq(paired), sign, PairingStanzas.PairDeviceSign::of);
        PairingStanzas.RemoveCompanion remove =
                new PairingStanzas.RemoveCompanion(Optional.of(PN.withDevice(1)), Optional.of("user_initiated"));
        add("remove", remove.toIq("3"), Optional.of(remove), PairingStanzas.RemoveCompanion::in);
        PairingStanzas.RemoveCompanion all = new PairingStanzas.RemoveCompanion(Optional.empty(), Optional.empty());
        add("remove all", all.toIq("3"), Optional.of(all), PairingStanzas.RemoveCompanion::in);
        for (LinkCode stage : linkCodes()) {
            String name = "link code " + stage.getClass().getSimpleName();
            add(name, stage.toIq("4"), Optional.of(stage), LinkCode::in);
        }
        add("link code ref", LinkCode.helloAnswer(REQUEST, bytes(20)), bytesOfLastRef(), LinkCode::helloRef);
    }

    private Object bytesOfLastRef() {
        return new Object() {
            @Override
            public boolean equals(Object other) {
                return other instanceof Bytes ref && ref.size() == 20;
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
    }

    private List<LinkCode> linkCodes() {
        return List.of(
                new LinkCode.CompanionHello(
                        PN,
                        true,
                        bytes(80),
                        bytes(32),
                        "1",
                        "Chrome (Linux)",
                        Bytes.of((byte) 0),
                        Optional.of(bytes(9))),
                new LinkCode.PrimaryHello(bytes(9), bytes(80), bytes(32)),
                new LinkCode.CompanionFinish(Optional.of(PN), bytes(9), bytes(156), bytes(32)),
                new LinkCode.RefreshCode(Optional.of(bytes(9)), true),
                new LinkCode.Unknown(
                        Node.builder(LinkCode.TAG).attr("stage", "other").build()));
    }

    private void notifications() {
        Notification.Header header = Notification.Header.of("55", PN, NOW).withLid(LID);
        for (News news : news()) {
            Notification notification = new Notification(header, news);
            add(
                    "notification " + news.getClass().getSimpleName(),
                    notification.toNode(),
                    notification,
                    Notification::of);
        }
        Node unknown = Node.builder("notification")
                .attr("id", "1")
                .attr("from", GROUP)
                .attr("type", "w:gp2")
                .child(Node.of("locked"))
                .build();
        add("notification Unknown", unknown, Notification.of(unknown), Notification::of);
    }

    private List<News> news() {
        News.NamedDevice device =
                new News.NamedDevice(PN.withDevice(2), Optional.of(LID.withDevice(2)), OptionalInt.of(1));
        KeyIndexList list = new KeyIndexList(Optional.of(NOW), bytes(60));
        List<News> news = new ArrayList<>(List.of(
                new News.PreKeyCount(3),
                new News.IdentityChanged(),
                new News.DigestWanted(),
                new News.OwnDevices(Optional.of("2:x"), List.of(device), Optional.of(list)),
                new News.OwnTimer(86_400, Optional.of(NOW)),
                new News.ContactTimer(0, Optional.of(NOW)),
                new News.OwnBlocklist(Optional.of("a"), Optional.of("b"), List.of(new News.BlockItem(LID, true))),
                new News.OwnPrivacy(List.of(new News.OwnPrivacy.Setting("last", "contacts"))),
                new News.AppStateChanged(List.of(
                        new News.AppStateChanged.CollectionVersion("regular", OptionalLong.of(4)),
                        new News.AppStateChanged.CollectionVersion("critical_block", OptionalLong.empty()))),
                new News.RegistrationRefresh(),
                new News.MediaRetryNews(mediaRetry()),
                new News.PrivacyTokens(
                        List.of(new News.PrivacyTokens.Token("trusted_contact", Optional.of(NOW), bytes(16)))),
                new News.About(Optional.of("busy")),
                new News.About(Optional.empty()),
                new News.Picture(PN, Optional.of("5"), Optional.of(LID)),
                new News.Picture(PN, Optional.empty(), Optional.empty())));
        for (News.DeviceChange.Kind kind : News.DeviceChange.Kind.values()) {
            news.add(new News.ContactDevices(new News.DeviceChange(
                    kind, Optional.of("2:x"), Optional.of("2:y"), List.of(device), Optional.of(list))));
        }
        linkCodes().forEach(stage -> news.add(new News.LinkCodeNews(stage)));
        return news;
    }

    private void exchanges() {
        MediaConnection connection = new MediaConnection(
                "auth",
                Duration.ofMinutes(5),
                Duration.ofHours(6),
                List.of(new MediaConnection.Host("localhost:8443", false), new MediaConnection.Host("other", true)));
        add("media connection", connection.toIq(REQUEST), connection, MediaConnection::of);
        List<AppStateStanzas.Wanted> wanted = List.of(
                AppStateStanzas.Wanted.everything("regular"),
                AppStateStanzas.Wanted.patchesAfter("regular_low", 3),
                AppStateStanzas.Wanted.push("critical_block", 1, bytes(50)));
        add("app state request", AppStateStanzas.request("1", wanted), wanted, AppStateStanzas::wanted);
        List<AppStateStanzas.Answer> answers = List.of(
                new AppStateStanzas.Answer(
                        "regular",
                        OptionalLong.of(4),
                        List.of(bytes(5), bytes(6)),
                        Optional.of(bytes(7)),
                        true,
                        Optional.empty()),
                new AppStateStanzas.Answer(
                        "critical_block",
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty(),
                        false,
                        Optional.of(new IqAnswer.StanzaError(409, "conflict", OptionalInt.empty()))));
        add("app state answer", AppStateStanzas.answer(REQUEST, answers), answers, AppStateStanzas::answers);
    }

    /// Reads a node with every reader that its tag allows, as a client or server would.
    static void readEverything(Node node) {
        switch (node.tag()) {
            case "message" -> readMessage(node);
            case "receipt" -> {
                Receipt.of(node).toNode();
                Receipt.of(node).ids();
            }
            case "ack" -> Ack.of(node).toNode();
            case "success" -> Success.of(node);
            case "failure" -> LoginFailure.of(node);
            case "stream:error" -> StreamError.of(node);
            case "ib" -> InfoBroadcast.of(node);
            case "presence" -> Presence.of(node);
            case "chatstate" -> ChatState.of(node);
            case "notification" -> Notification.of(node).toNode();
            default -> {}
        }
    }

    private static void readMessage(Node node) {
        if (node.has("to")) {
            OutgoingMessage.of(node).toNode();
        } else {
            IncomingMessage.of(node).toNode();
        }
    }
}
