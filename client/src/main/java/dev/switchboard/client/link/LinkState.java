// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the link of one companion stands. [LinkMachine] is the only code that says what follows what; its diagram is
/// `docs/protocol/link-states.md`.
public sealed interface LinkState {

    /// Never started, or only just made.
    record Created() implements LinkState {}

    /// A socket is being opened and greeted.
    ///
    /// @param linked whether this will be a login (true) or a registration
    /// @param attempt how many tries went before without a stable connection in between
    record Connecting(boolean linked, int attempt) implements LinkState {}

    /// QR codes are offered; the current one is in the last [dev.switchboard.client.event.ClientEvent.QrOffered].
    ///
    /// @param refs what is left of the server's references, the one on display first
    /// @param expires when the one on display is replaced
    record AwaitingScan(List<String> refs, Instant expires) implements LinkState {
        public AwaitingScan {
            refs = List.copyOf(refs);
        }

        @Override
        public String toString() {
            return "AwaitingScan[refs=" + refs.size() + ", expires=" + expires + "]";
        }
    }

    /// A link code is on display and has to be typed on the phone.
    record AwaitingCode(Instant expires) implements LinkState {}

    /// The network wants a passkey of the account before it lets this device be linked.
    ///
    /// @param step what is waited for
    record AwaitingPasskey(PasskeyStep step, Instant expires) implements LinkState {}

    /// Where linking by passkey stands.
    sealed interface PasskeyStep {

        /// The account's passkey has to sign a challenge.
        ///
        /// @param options JSON as a browser's `navigator.credentials.get` takes it in `publicKey`
        record Challenge(String options) implements PasskeyStep {
            @Override
            public String toString() {
                return "Challenge[redacted]";
            }
        }

        /// The network and the phone look at the answer.
        record Checking() implements PasskeyStep {}

        /// Phone and companion show a code that somebody has to compare.
        record Comparing(String code) implements PasskeyStep {
            @Override
            public String toString() {
                return "Comparing[redacted]";
            }
        }
    }

    /// The phone has answered; keys are being exchanged.
    ///
    /// @param linked whether the network already counts this device as linked: then a lost connection is
    ///     retried
    record Pairing(boolean linked) implements LinkState {}

    /// Logged in and active.
    record Connected(Instant since, int attempt) implements LinkState {}

    /// Waiting to connect again.
    ///
    /// @param attempt which try comes next, from 1
    record Reconnecting(int attempt, Instant next, EndCause cause) implements LinkState {}

    /// At rest until the owner starts it again; the link, if there was one, is kept.
    record Disconnected(EndCause cause) implements LinkState {}

    /// Unlinked: keys are forgotten, the account has to be linked anew.
    record LoggedOut(EndCause cause) implements LinkState {}

    /// Temporarily banned; the link is kept. With a known end it connects again by itself then.
    record Restricted(EndCause cause, Optional<Instant> until) implements LinkState {}

    /// Cannot go on until something is repaired; the link is kept.
    record Failed(EndCause cause) implements LinkState {}

    /// The cause of a state that has one.
    default Optional<EndCause> endCause() {
        return switch (this) {
            case Reconnecting s -> Optional.of(s.cause());
            case Disconnected s -> Optional.of(s.cause());
            case LoggedOut s -> Optional.of(s.cause());
            case Restricted s -> Optional.of(s.cause());
            case Failed s -> Optional.of(s.cause());
            case Created _, Connecting _, AwaitingScan _, AwaitingCode _, AwaitingPasskey _, Pairing _, Connected _ ->
                Optional.empty();
        };
    }

    /// The state's stable name: `awaiting_scan` and the like.
    default String code() {
        return switch (this) {
            case Created _ -> "created";
            case Connecting _ -> "connecting";
            case AwaitingScan _ -> "awaiting_scan";
            case AwaitingCode _ -> "awaiting_code";
            case AwaitingPasskey _ -> "awaiting_passkey";
            case Pairing _ -> "pairing";
            case Connected _ -> "connected";
            case Reconnecting _ -> "reconnecting";
            case Disconnected _ -> "disconnected";
            case LoggedOut _ -> "logged_out";
            case Restricted _ -> "restricted";
            case Failed _ -> "failed";
        };
    }
}
