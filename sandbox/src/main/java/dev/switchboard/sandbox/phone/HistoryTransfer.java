// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.GlobalSettings;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;
import dev.switchboard.wire.stanza.GroupInfo;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;

/// Turns a phone's history into what it hands to its companions. Lives on the phone's lane.
///
/// A small piece travels inside its message, as some clients can only read it there; a large one is uploaded.
final class HistoryTransfer {

    private static final int LARGEST_INLINE = 100_000;
    private static final int NEWEST_IN_BOOTSTRAP = 20;
    private static final int MESSAGES_IN_CHUNK = 200;
    private static final int MOST_MESSAGES = 2_000;
    private static final int MOST_ON_DEMAND = 50;

    private final PhoneContext phone;
    private final ChatHistory history;
    private final AppStateBook appState;

    HistoryTransfer(PhoneContext phone, ChatHistory history, AppStateBook appState) {
        this.phone = phone;
        this.appState = appState;
        this.history = history;
    }

    /// The messages that give a new companion its history, in the order of sending.
    List<Message> all() {
        Map<Jid, List<HistoryEntry>> chats = newestFirst();
        List<Pushname> names = pushNames(chats);
        List<Message> messages = new ArrayList<>();
        messages.add(notification(bootstrap(chats), HistorySyncType.INITIAL_BOOTSTRAP, 0, 100));
        messages.add(notification(
                HistorySync.newBuilder().setSyncType(HistorySyncType.PUSH_NAME).addAllPushnames(names),
                HistorySyncType.PUSH_NAME,
                0,
                100));
        messages.add(notification(
                HistorySync.newBuilder()
                        .setSyncType(HistorySyncType.NON_BLOCKING_DATA)
                        .setGlobalSettings(GlobalSettings.getDefaultInstance()),
                HistorySyncType.NON_BLOCKING_DATA,
                0,
                100));
        messages.addAll(recent(chats));
        return messages;
    }

    private Map<Jid, List<HistoryEntry>> newestFirst() {
        Map<Jid, List<HistoryEntry>> chats = new LinkedHashMap<>();
        List<HistoryEntry> entries = history.all().reversed();
        entries.stream()
                .filter(entry -> entry.kind() != EntryKind.UNDECRYPTABLE
                        && !entry.content().isEmpty())
                .limit(MOST_MESSAGES)
                .forEach(entry -> chats.computeIfAbsent(entry.chat(), _ -> new ArrayList<>())
                        .add(entry));
        return chats;
    }

    private HistorySync.Builder bootstrap(Map<Jid, List<HistoryEntry>> chats) {
        HistorySync.Builder sync = HistorySync.newBuilder().setSyncType(HistorySyncType.INITIAL_BOOTSTRAP);
        sync.addPhoneNumberToLidMappings(mapping(phone.self()));
        phone.network()
                .account(phone.number())
                .map(AccountView::privacy)
                .filter(own -> own.saltByHistory() && !own.nctSalt().isEmpty())
                .ifPresent(
                        own -> sync.setNctSalt(ByteString.copyFrom(own.nctSalt().toByteArray())));
        Map<Jid, GroupInfo> groups = phone.groups().all();
        Map<Jid, List<HistoryEntry>> shown = new LinkedHashMap<>(chats);
        groups.keySet().forEach(group -> shown.putIfAbsent(group, List.of()));
        ChatTraits traits = new ChatTraits(appState.entries(), phone.people());
        shown.forEach((chat, entries) -> {
            Conversation.Builder conversation =
                    conversation(chat, entries.subList(0, Math.min(entries.size(), NEWEST_IN_BOOTSTRAP)));
            Optional.ofNullable(groups.get(chat)).ifPresent(group -> GroupHistory.describe(conversation, group));
            traits.describe(chat, conversation);
            conversation.setUnreadCount(unread(entries));
            sync.addConversations(conversation);
            phone.people().find(chat).map(HistoryTransfer::mapping).ifPresent(sync::addPhoneNumberToLidMappings);
        });
        phone.groups().past().addPast(sync);
        return sync;
    }

    private static int unread(List<HistoryEntry> entries) {
        return (int) entries.stream()
                .filter(entry -> !entry.fromMe() && entry.status().compareTo(MessageStatus.READ) < 0)
                .count();
    }

    private static PhoneNumberToLIDMapping mapping(Person person) {
        return PhoneNumberToLIDMapping.newBuilder()
                .setPnJid(person.pn().toString())
                .setLidJid(person.lid().toString())
                .build();
    }

    private List<Pushname> pushNames(Map<Jid, List<HistoryEntry>> chats) {
        List<Pushname> names = new ArrayList<>();
        for (Jid chat : chats.keySet()) {
            if (chat.isPn()) {
                phone.network()
                        .account(chat.user())
                        .map(AccountView::pushName)
                        .ifPresent(name -> names.add(Pushname.newBuilder()
                                .setId(chat.toString())
                                .setPushname(name)
                                .build()));
            }
        }
        return names;
    }

    /// What the bootstrap left out, in chunks; the last one, empty if need be, ends the transfer.
    private List<Message> recent(Map<Jid, List<HistoryEntry>> chats) {
        List<HistorySync.Builder> chunks = new ArrayList<>();
        chunks.add(HistorySync.newBuilder());
        int inChunk = 0;
        for (Map.Entry<Jid, List<HistoryEntry>> chat : chats.entrySet()) {
            List<HistoryEntry> rest = chat.getValue();
            for (int from = NEWEST_IN_BOOTSTRAP; from < rest.size(); from += MESSAGES_IN_CHUNK) {
                List<HistoryEntry> part = rest.subList(from, Math.min(rest.size(), from + MESSAGES_IN_CHUNK));
                if (inChunk + part.size() > MESSAGES_IN_CHUNK) {
                    chunks.add(HistorySync.newBuilder());
                    inChunk = 0;
                }
                chunks.getLast().addConversations(conversation(chat.getKey(), part));
                inChunk += part.size();
            }
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            int progress = 100 * (i + 1) / chunks.size();
            HistorySync.Builder chunk = chunks.get(i).setSyncType(HistorySyncType.RECENT);
            messages.add(notification(chunk, HistorySyncType.RECENT, i, progress));
        }
        return messages;
    }

    /// The answer to a companion that wants older messages of a chat.
    ///
    /// @param request the id of its request
    /// @param oldest the id of the oldest message that it has
    Message onDemand(String request, Jid chat, String oldest, int wanted) {
        long before = history.find(chat, oldest).map(HistoryEntry::seq).orElse(Long.MAX_VALUE);
        int count = Math.clamp(wanted, 1, MOST_ON_DEMAND);
        List<HistoryEntry> older = history.all().reversed().stream()
                .filter(entry -> entry.chat().equals(chat)
                        && entry.seq() < before
                        && !entry.content().isEmpty())
                .limit(count + 1L)
                .toList();
        boolean more = older.size() > count;
        Conversation.Builder conversation = conversation(chat, older.subList(0, Math.min(older.size(), count)))
                .setEndOfHistoryTransferType(
                        more
                                ? Conversation.EndOfHistoryTransferType
                                        .COMPLETE_ON_DEMAND_SYNC_BUT_MORE_MSG_REMAIN_ON_PRIMARY
                                : Conversation.EndOfHistoryTransferType.COMPLETE_AND_NO_MORE_MESSAGE_REMAIN_ON_PRIMARY);
        HistorySync.Builder sync =
                HistorySync.newBuilder().setSyncType(HistorySyncType.ON_DEMAND).addConversations(conversation);
        Message.Builder message = notification(sync, HistorySyncType.ON_DEMAND, 0, 100).toBuilder();
        message.getProtocolMessageBuilder().getHistorySyncNotificationBuilder().setPeerDataRequestSessionId(request);
        return message.build();
    }

    /// A message as it is stored, with everything around it.
    WebMessageInfo webMessage(HistoryEntry entry) {
        MessageKey.Builder key = MessageKey.newBuilder()
                .setRemoteJid(entry.chat().toString())
                .setFromMe(entry.fromMe())
                .setId(entry.id());
        WebMessageInfo.Builder info = WebMessageInfo.newBuilder()
                .setMessage(entry.message())
                .setMessageTimestamp(entry.at() / 1000)
                .setStatus(status(entry.status()));
        MessageContent.secret(entry.message())
                .ifPresent(secret -> info.setMessageSecret(ByteString.copyFrom(secret.toByteArray())));
        if (entry.chat().isGroup() && !entry.fromMe()) {
            key.setParticipant(entry.author().toString());
            info.setParticipant(entry.author().toString());
        }
        return info.setKey(key).build();
    }

    private static WebMessageInfo.Status status(MessageStatus status) {
        return switch (status) {
            case PENDING -> WebMessageInfo.Status.PENDING;
            case SENT -> WebMessageInfo.Status.SERVER_ACK;
            case DELIVERED -> WebMessageInfo.Status.DELIVERY_ACK;
            case READ -> WebMessageInfo.Status.READ;
            case PLAYED -> WebMessageInfo.Status.PLAYED;
        };
    }

    private Conversation.Builder conversation(Jid chat, List<HistoryEntry> newestFirst) {
        Conversation.Builder conversation = Conversation.newBuilder().setId(chat.toString());
        phone.people()
                .find(chat)
                .ifPresent(person -> conversation
                        .setPnJid(person.pn().toString())
                        .setLidJid(person.lid().toString()));
        if (!newestFirst.isEmpty()) {
            long latest = newestFirst.getFirst().at() / 1000;
            conversation.setLastMsgTimestamp(latest).setConversationTimestamp(latest);
        }
        for (HistoryEntry entry : newestFirst) {
            conversation.addMessages(
                    HistorySyncMsg.newBuilder().setMessage(webMessage(entry)).setMsgOrderId(entry.seq() + 1));
        }
        return conversation;
    }

    private Message notification(HistorySync.Builder sync, HistorySyncType type, int order, int progress) {
        HistorySync whole = sync.setChunkOrder(order).setProgress(progress).build();
        byte[] payload = deflate(whole.toByteArray());
        HistorySyncNotification.Builder notification = HistorySyncNotification.newBuilder()
                .setSyncType(type)
                .setChunkOrder(order)
                .setProgress(progress)
                .setFileLength(payload.length);
        if (payload.length < LARGEST_INLINE) {
            notification.setInitialHistBootstrapInlinePayload(ByteString.copyFrom(payload));
        } else {
            upload(payload, notification);
        }
        return Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION)
                        .setHistorySyncNotification(notification))
                .build();
    }

    private void upload(byte[] payload, HistorySyncNotification.Builder notification) {
        SealedFile file = phone.files().seal(Bytes.copyOf(payload), MediaKind.HISTORY, "");
        notification
                .setDirectPath(file.directPath())
                .setMediaKey(file.keyBytes())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256());
    }

    private static byte[] deflate(byte[] plain) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }
}
