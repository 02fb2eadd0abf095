// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.media.MediaSource;
import dev.switchboard.client.media.MediaTransfers;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The files of messages. Transfers block, for virtual threads; they hold nothing whole in memory, and a file is good
/// for any number of messages. Faults are [dev.switchboard.client.media.MediaFault]s.
public final class MediaFiles {

    private final CompanionWorker worker;

    MediaFiles(CompanionWorker worker) {
        this.worker = worker;
    }

    private MediaTransfers transfers() {
        return worker.departments().transfers();
    }

    /// Encrypts a file and uploads it.
    public UploadedMedia upload(MediaKind kind, MediaSource source) throws InterruptedException {
        return transfers().upload(kind, source);
    }

    /// Uploads a file as it is, for a newsletter.
    public UploadedMedia uploadOpenly(MediaKind kind, MediaSource source) throws InterruptedException {
        return transfers().uploadOpenly(kind, source);
    }

    /// The plain file, read as it comes. Its end is seen only if hashes, MAC and length are what was announced; in
    /// place of the end a file that is not comes as a fault, and all that was read before is void.
    public InputStream open(MediaReference file) throws InterruptedException {
        return open(file, MediaTransfers.LARGEST);
    }

    /// The plain file, if it is not larger than allowed.
    public InputStream open(MediaReference file, long maxLength) throws InterruptedException {
        return transfers().open(file, maxLength);
    }

    /// Brings the plain file to disk, which has it only if it is what was announced.
    ///
    /// @return its length
    public long download(MediaReference file, Path target, long maxLength) throws IOException, InterruptedException {
        Path folder = target.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(folder, ".download-", null);
        try (InputStream plain = transfers().open(file, maxLength)) {
            long length = Files.copy(plain, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
            return length;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /// Asks the own phone to upload a message's file again, where the store has it no more.
    ///
    /// @param file as the message told it
    /// @return where the file lies now; refused with 404 if the phone has it no more. If the phone answers later,
    /// [dev.switchboard.client.event.ClientEvent.MediaRefreshed] tells.
    public Reply<Answer<MediaReference>> askAgain(MessageRef message, MediaReference file) {
        return worker.ask(then -> worker.departments().mediaRetries().ask(message, file, then));
    }
}
