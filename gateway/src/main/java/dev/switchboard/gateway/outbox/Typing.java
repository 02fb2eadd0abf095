// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.ProviderPeople.Activity;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// What recipients see before a message comes, where the session's policy wants them to: that somebody types it, or
/// speaks.
///
/// @param activity what they see
/// @param length how long, before the message follows
record Typing(Activity activity, Duration length) {
    private static final long START_MILLIS = 800;
    private static final long MILLIS_A_CHARACTER = 60;
    private static final long LONGEST_MILLIS = 12_000;
    private static final long VOICE_MILLIS = 5_000;

    /// What goes before a message; empty if nothing does, as with reactions and posts to channels.
    static Optional<Typing> before(Dispatch message) {
        if (!message.to().isPn() && !message.to().isLid() && !message.to().isGroup()) {
            return Optional.empty();
        }
        long seed = message.id().hashCode();
        return switch (message.content()) {
            case Content.Text text -> Optional.of(typed(text.text().length(), seed));
            case Content.Attachment file ->
                Optional.of(
                        file.form() == MediaKind.VOICE
                                ? new Typing(Activity.RECORDING, varied(VOICE_MILLIS, seed))
                                : typed(file.caption().map(String::length).orElse(0), seed));
            case Content.Location _,
                    Content.LiveLocation _,
                    Content.Contacts _,
                    Content.Poll _,
                    Content.Event _,
                    Content.Buttons _,
                    Content.Menu _,
                    Content.Choice _,
                    Content.GroupInvite _ -> Optional.of(typed(0, seed));
            case Content.Album _, Content.Unknown _, Content.Change _ -> Optional.empty();
        };
    }

    private static Typing typed(int characters, long seed) {
        return new Typing(Activity.TYPING, varied(START_MILLIS + MILLIS_A_CHARACTER * characters, seed));
    }

    /// A fifth more or less, the same for the same message.
    private static Duration varied(long millis, long seed) {
        double factor = 0.8 + 0.4 * new SplittableRandom(seed).nextDouble();
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, Math.round(millis * factor)));
    }
}
