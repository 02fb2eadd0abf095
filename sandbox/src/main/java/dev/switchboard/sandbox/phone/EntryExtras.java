// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.message.AddOnCipher;
import dev.switchboard.wire.message.AddOnCipher.Target;
import dev.switchboard.wire.message.AddOnCipher.Use;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollEncValue;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.proto.PollVoteMessage;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a phone keeps beside the messages of its history: whether it has their files, and how people voted.
///
/// Changed on the phone's lane, read from any thread.
public final class EntryExtras {

    private static final Logger LOG = LoggerFactory.getLogger(EntryExtras.class);
    private static final String FILE = "file/";
    private static final String POLL = "poll/";
    private static final int VERSION = 1;

    private final PhoneContext phone;
    private final Map<Long, FileNote> files = new ConcurrentHashMap<>();
    private final Map<Long, Map<String, List<String>>> polls = new ConcurrentHashMap<>();

    EntryExtras(PhoneContext phone) {
        this.phone = phone;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, value) -> {
            if (key.startsWith(FILE)) {
                files.put(Long.parseLong(key.substring(FILE.length())), FileNote.decode(value));
            } else if (key.startsWith(POLL)) {
                polls.put(Long.parseLong(key.substring(POLL.length())), decode(value));
            }
        });
    }

    /// The file of a message.
    public Optional<FileNote> file(HistoryEntry entry) {
        return Optional.ofNullable(files.get(entry.seq()));
    }

    /// How people voted: the options by the voter, as the chat names people.
    public Map<String, List<String>> votes(HistoryEntry entry) {
        return polls.getOrDefault(entry.seq(), Map.of());
    }

    /// Fetches the file of a message that has arrived, if it has one.
    void arrived(HistoryEntry entry) {
        reference(entry)
                .ifPresent(reference -> note(entry, phone.files().fetch(reference, OutputStream.nullOutputStream())));
    }

    private void note(HistoryEntry entry, FileNote note) {
        files.put(entry.seq(), note);
        phone.turn().put(FILE + entry.seq(), note.encode());
    }

    /// Where the file of a message is.
    static Optional<MediaReference> reference(HistoryEntry entry) {
        if (entry.content().isEmpty()) {
            return Optional.empty();
        }
        try {
            return MediaReference.of(entry.message());
        } catch (WireException e) {
            LOG.warn("a message about a file cannot be read: {}", e.code());
            return Optional.empty();
        }
    }

    /// Counts a vote.
    ///
    /// @param voter who voted, as the chat names people
    void voted(HistoryEntry poll, Jid voter, PollUpdateMessage update) {
        Optional<PollCreationMessage> question = Polls.creation(poll.message());
        Optional<Bytes> secret = MessageContent.secret(poll.message());
        if (question.isEmpty() || secret.isEmpty()) {
            return;
        }
        Target target = new Target(poll.id(), poll.author(), secret.get());
        PollEncValue vote = update.getVote();
        Optional<byte[]> opened = AddOnCipher.openAny(
                Use.POLL_VOTE,
                target,
                addresses(poll.author()),
                addresses(voter),
                new AddOnCipher.Sealed(bytes(vote.getEncPayload()), bytes(vote.getEncIv())));
        if (opened.isEmpty()) {
            LOG.warn("a phone cannot open a vote");
            return;
        }
        try {
            voted(poll, voter, Polls.chosen(question.get(), PollVoteMessage.parseFrom(opened.get())));
        } catch (InvalidProtocolBufferException e) {
            LOG.warn("a vote cannot be read", e);
        }
    }

    /// Counts a vote that is known, such as the phone's own.
    void voted(HistoryEntry poll, Jid voter, List<String> chosen) {
        Map<String, List<String>> votes = new TreeMap<>(votes(poll));
        if (chosen.isEmpty()) {
            votes.remove(voter.toString());
        } else {
            votes.put(voter.toString(), List.copyOf(chosen));
        }
        polls.put(poll.seq(), Map.copyOf(votes));
        phone.turn().put(POLL + poll.seq(), encode(votes));
    }

    private List<Jid> addresses(Jid person) {
        return phone.people()
                .find(person)
                .map(found -> List.of(found.lid(), found.pn()))
                .orElse(List.of(person));
    }

    private static Bytes bytes(com.google.protobuf.ByteString bytes) {
        return Bytes.copyOf(bytes.toByteArray());
    }

    private static Bytes encode(Map<String, List<String>> votes) {
        return new RecordWriter(VERSION)
                .list(
                        votes.entrySet(),
                        (out, vote) -> out.text(vote.getKey()).list(vote.getValue(), RecordWriter::text))
                .done();
    }

    private static Map<String, List<String>> decode(Bytes saved) {
        Map<String, List<String>> votes = new TreeMap<>();
        Function<RecordReader, Map.Entry<String, List<String>>> vote =
                in -> Map.entry(in.text(), in.list(RecordReader::text));
        new RecordReader(saved, VERSION).list(vote).forEach(entry -> votes.put(entry.getKey(), entry.getValue()));
        return Map.copyOf(votes);
    }
}
