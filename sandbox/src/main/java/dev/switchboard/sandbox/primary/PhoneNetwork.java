// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Optional;

/// The server, as the phones and the operator see it.
///
/// Safe for many threads. Methods that answer wait until what they did is durable; they must not be called from
/// within [Phones]. A number is digits only; one that has no account raises [UnknownAccount].
public interface PhoneNetwork {

    /// Makes an account and its phone in one step.
    ///
    /// @throws AccountExists if the number asked for is taken
    AccountView createAccount(NewAccount request);

    /// One account.
    Optional<AccountView> account(String phone);

    /// The account by which a client that registers with this push name is known: the first that was made with it.
    Optional<AccountView> accountNamed(String pushName);

    /// All accounts in the order they were made.
    List<AccountView> accounts();

    /// Takes one step of a phone, without waiting. Steps of one phone are taken in the order of the calls; answers
    /// come through [Phones#receive].
    void submit(String phone, PhoneTurn turn);

    /// Sends a query as device 0 and waits for its answer, an iq of type `result` or `error`. The id is given by the
    /// network.
    Node request(String phone, Node iq);

    /// The client that shows this ref in its QR code, or waits for this link code's ref.
    ///
    /// @throws LinkRefused if the ref is unknown, used or expired
    PendingCompanion pending(String ref);

    /// All clients that wait to be linked.
    List<WaitingCompanion> waiting();

    /// Takes a phone off the network, so that what comes for it waits, or lets it on again.
    void switchLine(String phone, boolean on);

    /// The numbers that an account has blocked.
    List<String> blocked(String phone);

    /// Links the client that shows a ref and waits until its device exists.
    ///
    /// @throws LinkRefused if the ref is not open, the client refuses or vanishes, or its signature is wrong
    LinkedDevice pair(String phone, PairDevice request);

    /// Where phones link clients by their passkeys.
    PasskeyLine passkeys();

    /// Publishes the phone's signed list of live key indexes.
    void publishKeyIndexList(String phone, KeyIndexList list);

    /// The phone was registered anew: companions are removed, app state is emptied, contacts are told. The turn comes
    /// after all that.
    void changeIdentity(String phone, PhoneKeys keys, PhoneTurn turn);

    /// Forgets all patches of a collection of app state, so that it can be written anew from version 1.
    void emptyCollection(String phone, String collection);

    /// The phone removes a companion; false if there is none with this id.
    boolean removeDevice(String phone, int device);

    /// Changes what sets an account apart.
    void change(String phone, AccountChange change);

    /// Changes the name that others see.
    void changePushName(String phone, String pushName);

    /// Breaks connections and says how many.
    ///
    /// @param phone only of this account
    /// @param device only of this device
    int dropConnections(Optional<String> phone, Optional<Integer> device, DropKind how);

    /// Counters since start.
    NetworkStats stats();

    /// Forgets everything: connections are closed, accounts, devices, queues and phones are gone. The Noise root and
    /// the CA stay.
    void reset();
}
