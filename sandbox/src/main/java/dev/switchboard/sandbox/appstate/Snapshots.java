// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.media.Found;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.media.StoredMedia;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.EncryptedMedia;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaEncryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.SyncdMutation;
import dev.switchboard.wire.proto.SyncdMutations;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdRecord;
import dev.switchboard.wire.proto.SyncdSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes snapshots of collections out of their patches, which needs no key of theirs: the latest record of each index,
/// under the MAC of the newest patch. Confined to the network thread.
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final MediaStore media;
    private final RandomGenerator random;
    private final Map<Account, Map<String, Made>> made = new HashMap<>();

    private record Made(long version, ExternalBlobReference reference) {}

    Snapshots(MediaStore media, RandomGenerator random) {
        this.media = media;
        this.random = random;
    }

    void clear() {
        made.clear();
    }

    void forget(Account account) {
        made.remove(account);
    }

    /// Where the snapshot of a collection lies.
    ///
    /// @param patches all its patches
    /// @return empty if it cannot be made
    Optional<ExternalBlobReference> of(Account account, String name, List<Bytes> patches) {
        Map<String, Made> collections = made.computeIfAbsent(account, _ -> new HashMap<>());
        Made known = collections.get(name);
        if (known != null
                && known.version == patches.size()
                && media.find(known.reference.getDirectPath()) instanceof Found.Here) {
            return Optional.of(known.reference);
        }
        try {
            ExternalBlobReference fresh = upload(snapshot(patches));
            collections.put(name, new Made(patches.size(), fresh));
            return Optional.of(fresh);
        } catch (IOException | WireException e) {
            LOG.warn("no snapshot can be made of {}: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    /// Loses the file of a snapshot.
    void lose(ExternalBlobReference reference) {
        media.delete(reference.getDirectPath());
    }

    private SyncdSnapshot snapshot(List<Bytes> patches) throws IOException {
        Map<ByteString, SyncdRecord> latest = new LinkedHashMap<>();
        SyncdPatch newest = SyncdPatch.getDefaultInstance();
        for (Bytes bytes : patches) {
            newest = SyncdPatch.parseFrom(bytes.toByteArray());
            for (SyncdMutation mutation : mutations(newest)) {
                SyncdRecord record = mutation.getRecord();
                ByteString index = record.getIndex().getBlob();
                latest.remove(index);
                if (mutation.getOperation() == SyncdMutation.SyncdOperation.SET) {
                    latest.put(index, record);
                }
            }
        }
        return SyncdSnapshot.newBuilder()
                .setVersion(newest.getVersion())
                .addAllRecords(latest.values())
                .setMac(newest.getSnapshotMac())
                .setKeyId(newest.getKeyId())
                .build();
    }

    private List<SyncdMutation> mutations(SyncdPatch patch) throws IOException {
        return patch.hasExternalMutations()
                ? SyncdMutations.parseFrom(open(MediaReference.of(patch.getExternalMutations())))
                        .getMutationsList()
                : patch.getMutationsList();
    }

    private byte[] open(MediaReference reference) throws IOException {
        Found found = reference.directPath().map(media::find).orElseGet(Found.Unknown::new);
        if (!(found instanceof Found.Here(StoredMedia file))) {
            throw new InvalidProtocolBufferException("the mutations of a patch are not in the media store");
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(file.file())) {
            MediaDecryptor.decrypt(
                    in,
                    plain,
                    reference.key().orElseThrow(() -> new InvalidProtocolBufferException("a file without key")),
                    MediaKind.APP_STATE,
                    reference.expected(),
                    Long.MAX_VALUE);
        }
        return plain.toByteArray();
    }

    private ExternalBlobReference upload(SyncdSnapshot snapshot) throws IOException {
        MediaKey key = MediaKey.generate(random);
        CompletableFuture<EncryptedMedia> hashes = new CompletableFuture<>();
        StoredMedia stored = media.put(
                out -> hashes.complete(MediaEncryptor.encrypt(
                        new ByteArrayInputStream(snapshot.toByteArray()), out, key, MediaKind.APP_STATE)),
                "application/octet-stream");
        return ExternalBlobReference.newBuilder()
                .setMediaKey(bytes(key.bytes()))
                .setDirectPath(stored.directPath())
                .setHandle(stored.handle())
                .setFileSizeBytes(hashes.join().fileLength())
                .setFileSha256(bytes(hashes.join().fileSha256()))
                .setFileEncSha256(bytes(hashes.join().fileEncSha256()))
                .build();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
