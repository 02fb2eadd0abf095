// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.util.Optional;
import java.util.OptionalLong;

/// A file that the own phone was asked to upload again, remembered until it answers.
///
/// @param chat the message's chat
/// @param author the message's author, where it matters
/// @param file what was known of the file
public record AskedFile(Jid chat, boolean fromMe, Optional<Jid> author, MediaReference file) {

    private static final int FORM = 1;

    public Bytes encode() {
        MediaDecryptor.Expected expected = file.expected();
        return new Packer(FORM)
                .jid(chat)
                .flag(fromMe)
                .optional(author, Packer::jid)
                .text(file.kind().name())
                .optional(file.mimetype(), Packer::text)
                .optional(file.key().map(MediaKey::bytes), Packer::bytes)
                .optional(expected.fileSha256(), Packer::bytes)
                .optional(expected.fileEncSha256(), Packer::bytes)
                .number(expected.fileLength().orElse(-1L))
                .done();
    }

    public static AskedFile decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new AskedFile(in.jid(), in.flag(), in.optional(Unpacker::jid), file(in));
    }

    private static MediaReference file(Unpacker in) {
        MediaKind kind = MediaKind.valueOf(in.text());
        Optional<String> mimetype = in.optional(Unpacker::text);
        Optional<MediaKey> key = in.optional(Unpacker::bytes).map(MediaKey::new);
        Optional<Bytes> plain = in.optional(Unpacker::bytes);
        Optional<Bytes> encrypted = in.optional(Unpacker::bytes);
        long length = in.longNumber();
        return new MediaReference(
                kind,
                mimetype,
                Optional.empty(),
                Optional.empty(),
                key,
                new MediaDecryptor.Expected(
                        plain, encrypted, length < 0 ? OptionalLong.empty() : OptionalLong.of(length)));
    }

    /// The file where the phone has put it.
    public MediaReference at(String directPath) {
        return new MediaReference(
                file.kind(), file.mimetype(), Optional.of(directPath), Optional.empty(), file.key(), file.expected());
    }

    @Override
    public String toString() {
        return "AskedFile[" + file.kind() + "]";
    }
}
