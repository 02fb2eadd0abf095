// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.LtHash;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.MutationIndex;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.PatchEncoder;
import dev.switchboard.wire.appstate.PatchOutcome;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.NctSaltSyncAction;
import dev.switchboard.wire.proto.PushNameSetting;
import dev.switchboard.wire.proto.SyncActionValue;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.AppStateStanzas.Answer;
import dev.switchboard.wire.stanza.AppStateStanzas.Wanted;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The phone's part in its account's app state: it writes the push name first, and follows what companions write.
/// Lives on the phone's lane; fetching patches blocks it.
final class AppStateBook {

    private static final Logger LOG = LoggerFactory.getLogger(AppStateBook.class);
    private static final String PREFIX = "app-state/";
    private static final int VERSION = 1;
    private static final int PUSH_ATTEMPTS = 5;
    private static final String PUSH_NAME = "setting_pushName";
    private static final int PUSH_NAME_VERSION = 1;
    private static final String SALT = "nct_salt_sync";
    private static final int SALT_VERSION = 1;

    private final PhoneContext phone;
    private final SyncKeys keys;
    private final AppStateContents contents;
    private final Map<String, Book> books = new HashMap<>();

    /// A collection as far as the phone has followed it.
    ///
    /// @param valueMacs the MAC of the present value of each index, by the index's MAC
    private record Book(CollectionState state, Map<Bytes, Bytes> valueMacs) {

        static Book empty(String name) {
            return new Book(CollectionState.initial(name), Map.of());
        }

        Book after(CollectionState next, List<IndexChange> changes) {
            Map<Bytes, Bytes> macs = new HashMap<>(valueMacs);
            for (IndexChange change : changes) {
                switch (change) {
                    case IndexChange.Put(Bytes index, Bytes value) -> macs.put(index, value);
                    case IndexChange.Remove(Bytes index) -> macs.remove(index);
                }
            }
            return new Book(next, macs);
        }

        Bytes encode() {
            return new RecordWriter(VERSION)
                    .number(state.version())
                    .bytes(state.hash().state())
                    .list(
                            valueMacs.entrySet(),
                            (out, mac) -> out.bytes(mac.getKey()).bytes(mac.getValue()))
                    .done();
        }

        static Book decode(String name, Bytes saved) {
            RecordReader in = new RecordReader(saved, VERSION);
            CollectionState state = new CollectionState(name, in.number(), new LtHash(in.bytes()));
            Map<Bytes, Bytes> macs = new HashMap<>();
            in.list(entry -> Map.entry(entry.bytes(), entry.bytes()))
                    .forEach(entry -> macs.put(entry.getKey(), entry.getValue()));
            return new Book(state, macs);
        }
    }

    AppStateBook(PhoneContext phone, SyncKeys keys) {
        this.phone = phone;
        this.keys = keys;
        this.contents = new AppStateContents(phone.turn());
    }

    void restore(Map<String, Bytes> state) {
        contents.restore(state);
        state.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                books.put(name, Book.decode(name, value));
            }
        });
    }

    /// Writes the first patches there are: companions learn their name from one, and their salt from the other if that
    /// is how they get it.
    void publishFirst(AccountView account, SyncKey key) {
        books.keySet().forEach(name -> phone.turn().remove(PREFIX + name));
        books.clear();
        contents.forgetAll();
        SyncActionValue named = SyncActionValue.newBuilder()
                .setTimestamp(phone.now())
                .setPushNameSetting(PushNameSetting.newBuilder().setName(account.pushName()))
                .build();
        push(
                AppStateCollection.CRITICAL_BLOCK.wireName(),
                MutationDraft.set(MutationIndex.of(PUSH_NAME), named, PUSH_NAME_VERSION),
                key);
        if (account.privacy().saltBySyncd() && !account.privacy().nctSalt().isEmpty()) {
            ByteString salt = ByteString.copyFrom(account.privacy().nctSalt().toByteArray());
            push(
                    AppStateCollection.REGULAR_HIGH.wireName(),
                    MutationDraft.set(MutationIndex.of(SALT), saltValue(salt), SALT_VERSION),
                    key);
        }
    }

    /// Takes the salt away from the companions that got it in app state.
    void removeSalt(SyncKey key) {
        String collection = AppStateCollection.REGULAR_HIGH.wireName();
        follow(collection);
        push(collection, MutationDraft.remove(MutationIndex.of(SALT), saltValue(ByteString.EMPTY), SALT_VERSION), key);
    }

    private SyncActionValue saltValue(ByteString salt) {
        return SyncActionValue.newBuilder()
                .setTimestamp(phone.now())
                .setNctSaltSyncAction(NctSaltSyncAction.newBuilder().setSalt(salt))
                .build();
    }

    private void push(String collection, MutationDraft draft, SyncKey key) {
        Book book = books.getOrDefault(collection, Book.empty(collection));
        PatchEncoder.Encoded encoded = encode(book, List.of(draft), key);
        phone.turn().send(AppStateStanzas.request(phone.newMessageId(), List.of(wanted(book, encoded))));
        keep(book.after(encoded.state(), encoded.changes()));
        contents.made(collection, List.of(draft));
    }

    private PatchEncoder.Encoded encode(Book book, List<MutationDraft> drafts, SyncKey key) {
        return PatchEncoder.encode(
                book.state(),
                drafts,
                key,
                index -> Optional.ofNullable(book.valueMacs().get(index)),
                phone.random());
    }

    private static Wanted wanted(Book book, PatchEncoder.Encoded encoded) {
        Bytes patch = Bytes.copyOf(encoded.patch().toByteArray());
        return Wanted.push(book.state().collection(), book.state().version(), patch);
    }

    /// Everything that the collections say.
    List<AppStateEntry> entries() {
        return contents.all();
    }

    /// Says things, on top of what others have said meanwhile.
    ///
    /// @throws PhoneException.AppStateRefused if the server does not take it
    void say(List<SyncAction> actions) {
        Map<String, List<MutationDraft>> drafts = new LinkedHashMap<>();
        for (SyncAction action : actions) {
            SyncAction.Placed placed = action.at(Instant.ofEpochMilli(phone.now()));
            drafts.computeIfAbsent(placed.collection().wireName(), _ -> new ArrayList<>())
                    .add(placed.draft());
        }
        drafts.forEach(this::push);
        for (SyncAction action : actions) {
            if (action instanceof SyncAction.PushName(String pushName)) {
                phone.network().changePushName(phone.number(), pushName);
            }
        }
    }

    private void push(String name, List<MutationDraft> drafts) {
        for (int attempt = 0; attempt < PUSH_ATTEMPTS; attempt++) {
            follow(name);
            if (pushed(name, drafts)) {
                return;
            }
        }
        throw new PhoneException.AppStateRefused(name);
    }

    private boolean pushed(String name, List<MutationDraft> drafts) {
        Book book = books.getOrDefault(name, Book.empty(name));
        PatchEncoder.Encoded encoded = encode(book, drafts, keys.newest());
        Node iq = phone.network().request(phone.number(), AppStateStanzas.request("0", List.of(wanted(book, encoded))));
        boolean taken = iq.hasText("type", "result")
                && AppStateStanzas.answers(iq).stream()
                        .allMatch(answer -> answer.error().isEmpty());
        if (taken) {
            keep(book.after(encoded.state(), encoded.changes()));
            contents.made(name, drafts);
        }
        return taken;
    }

    /// A collection in plain, for a companion that lost track of it; empty if there is no such collection.
    Optional<ByteString> recovery(String name) {
        return AppStateCollection.of(name).map(_ -> {
            follow(name);
            Book book = books.getOrDefault(name, Book.empty(name));
            return new CollectionRecovery(keys.all()).write(book.state(), contents.in(name), book.valueMacs());
        });
    }

    /// Makes collections anew that a companion cannot read any more: the server forgets their patches, and the first
    /// one from now on says all that the phone knows of them.
    void recreate(List<String> names) {
        for (String name : names) {
            if (AppStateCollection.of(name).isEmpty()) {
                continue;
            }
            follow(name);
            List<MutationDraft> drafts =
                    contents.in(name).stream().map(AppStateEntry::draft).toList();
            phone.network().emptyCollection(phone.number(), name);
            drop(name);
            if (!drafts.isEmpty() && !pushed(name, drafts)) {
                LOG.warn("a phone cannot write {} anew", name);
            }
        }
    }

    private void drop(String name) {
        books.remove(name);
        phone.turn().remove(PREFIX + name);
        contents.forget(name);
    }

    /// Collections that somebody has written to.
    void changed(List<Node> collections) {
        for (Node collection : collections) {
            AppStateCollection.of(collection.text("name").orElse(""))
                    .map(AppStateCollection::wireName)
                    .ifPresent(this::follow);
        }
    }

    private void follow(String name) {
        boolean more = true;
        while (more) {
            Book book = books.getOrDefault(name, Book.empty(name));
            Wanted wanted = Wanted.patchesAfter(name, book.state().version());
            Node iq = phone.network().request(phone.number(), AppStateStanzas.request("0", List.of(wanted)));
            if (!iq.hasText("type", "result")) {
                return;
            }
            Optional<Answer> answer = AppStateStanzas.answers(iq).stream().findFirst();
            more = answer.isPresent()
                    && apply(name, answer.get().patches())
                    && answer.get().morePatches();
        }
    }

    /// Applies patches; false if the collection cannot be followed further.
    private boolean apply(String name, List<Bytes> patches) {
        PatchDecoder decoder = new PatchDecoder(keys::find);
        for (Bytes patch : patches) {
            Book book = books.getOrDefault(name, Book.empty(name));
            try {
                PatchOutcome outcome = decoder.apply(
                        book.state(),
                        whole(patch),
                        index -> Optional.ofNullable(book.valueMacs().get(index)));
                if (!(outcome instanceof PatchOutcome.Applied applied)) {
                    return false;
                }
                keep(book.after(applied.state(), applied.changes()));
                contents.follow(name, applied.mutations());
                applied.mutations().forEach(this::learn);
            } catch (WireException e) {
                // Some clients write patches that do not fit their own history; the next reader starts over.
                LOG.warn("a phone cannot follow {}: {}", name, e.code());
                drop(name);
                return false;
            }
        }
        return !patches.isEmpty();
    }

    /// A patch together with what lies in a file of its own.
    private SyncdPatch whole(Bytes bytes) {
        SyncdPatch patch = PatchDecoder.parsePatch(bytes.toByteArray());
        if (!patch.hasExternalMutations()) {
            return patch;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        phone.files().fetch(MediaReference.of(patch.getExternalMutations()), content);
        return PatchDecoder.withExternalMutations(patch, content.toByteArray());
    }

    private void learn(Mutation mutation) {
        boolean named = mutation.operation() == Mutation.Operation.SET
                && mutation.index()
                        .filter(index -> index.action().equals(PUSH_NAME))
                        .isPresent();
        String name = mutation.value().getPushNameSetting().getName();
        if (named && !name.isEmpty()) {
            phone.network().changePushName(phone.number(), name);
        }
    }

    private void keep(Book book) {
        books.put(book.state().collection(), book);
        phone.turn().put(PREFIX + book.state().collection(), book.encode());
    }
}
