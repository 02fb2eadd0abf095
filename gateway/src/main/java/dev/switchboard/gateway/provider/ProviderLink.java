// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// One session's link. All methods are thread-safe; none waits for the network unless it has a limit.
public interface ProviderLink {
    /// Connects: to log in if the account is linked, else to be linked.
    void start();

    /// Disconnects and stays so; the link is kept. Waits until the connection is closed, at most so long.
    void stop(Duration limit);

    /// Unlinks on the network and forgets the keys; waits at most so long. Whether that was done in time.
    boolean logout(Duration limit);

    /// Asks for a code to type on the phone; waits at most so long.
    ///
    /// @param phone digits only
    PairingAnswer requestPairingCode(String phone, Duration limit);

    /// Hands over a message. The outcome may come at once or later, on any thread; it must be read quickly.
    void send(Dispatch message, Consumer<HandOver> outcome);

    /// Tells the authors that these messages, all of one chat, were read.
    void markRead(List<ReadMark> messages);

    /// Looks whether the connection is alive; waits at most about so long.
    ///
    /// @param drain whether to have the network deliver anew what it may be holding back, too
    default Answer<Pulse> probe(boolean drain, Duration limit) {
        return new Answer.Given<>(new Pulse(Duration.ZERO, OptionalInt.empty()));
    }

    /// When the network last delivered something; empty if it has not yet.
    default Optional<Instant> lastDelivery() {
        return Optional.empty();
    }

    /// Gives up a connection that delivers nothing any more, and makes it anew.
    default void revive() {}

    /// Files of messages that came in.
    MediaTransfer media();

    ProviderChats chats();

    ProviderGroups groups();

    ProviderPeople people();

    ProviderAccount account();

    ProviderChannels channels();
}
