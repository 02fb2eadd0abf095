// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.media.MediaFault;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.MediaTransfer;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Fetches files of messages; one that the store has lost is asked for again from the account's phone, once.
final class CompanionMedia implements MediaTransfer {
    private final Companion companion;

    CompanionMedia(Companion companion) {
        this.companion = companion;
    }

    @Override
    public Answer<Long> download(Bytes remote, OutputStream into, Duration limit) throws IOException {
        RemoteFile file = RemoteFile.of(remote);
        Optional<MediaReference> reference = file.reference();
        if (reference.isEmpty()) {
            return new Answer.Refused<>(0, MediaFault.Kind.NO_PLACE.code());
        }
        try {
            return fetched(file, reference.get(), into);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.TimedOut<>();
        }
    }

    private Answer<Long> fetched(RemoteFile file, MediaReference reference, OutputStream into)
            throws IOException, InterruptedException {
        InputStream first;
        try {
            first = companion.media().open(reference);
        } catch (MediaFault fault) {
            return fault.kind().phoneMayHelp() ? again(file, reference, into) : refused(fault);
        }
        return copied(first, into);
    }

    /// Nothing has been written yet, so a second file can take the place of the first.
    private Answer<Long> again(RemoteFile file, MediaReference reference, OutputStream into)
            throws IOException, InterruptedException {
        Answer<MediaReference> fresh =
                Waiting.answer(companion.media().askAgain(file.message(), reference), found -> found);
        return switch (fresh) {
            case Answer.Given<MediaReference>(MediaReference found) -> {
                try {
                    yield copied(companion.media().open(found), into);
                } catch (MediaFault fault) {
                    yield refused(fault);
                }
            }
            case Answer.Refused<MediaReference>(int number, String _) ->
                new Answer.Refused<>(number, MediaFault.Kind.GONE.code());
            case Answer.TimedOut<MediaReference> _ -> new Answer.TimedOut<>();
            case Answer.NotConnected<MediaReference> _ -> new Answer.NotConnected<>();
        };
    }

    private static Answer<Long> copied(InputStream file, OutputStream into) throws IOException {
        try (file) {
            return new Answer.Given<>(file.transferTo(into));
        } catch (MediaFault fault) {
            return refused(fault);
        }
    }

    private static Answer<Long> refused(MediaFault fault) {
        return fault.kind() == MediaFault.Kind.NOT_CONNECTED
                ? new Answer.NotConnected<>()
                : new Answer.Refused<>(0, fault.code());
    }
}
