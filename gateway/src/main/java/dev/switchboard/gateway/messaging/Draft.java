// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;

/// What a request asks for, once it is read and checked.
sealed interface Draft {
    /// To send something that is complete.
    record Whole(Content content) implements Draft {}

    /// To send a file, which has yet to be brought in.
    record File(MediaKind kind, NewMessage.FilePart part) implements Draft {}

    /// To send a text with the preview of a page, which has yet to be fetched.
    record Linked(String text, Parts.Preview preview) implements Draft {
        @Override
        public String toString() {
            return "Linked[]";
        }
    }

    /// To send a message once more.
    record Forward(String messageId) implements Draft {}

    /// To do something to a message.
    record Alter(String messageId, Change change) implements Draft {}

    /// To put a star on a message, or take it away.
    record Star(String messageId, boolean on) implements Draft {}
}
