// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.signal.SignalDevice.Outcome;
import java.util.ArrayList;
import java.util.List;

/// A random conversation of two devices over a bad network: messages cross, overtake each other, get lost, come twice
/// or damaged, and sessions are begun anew. What happens depends on the seed only, not on the devices.
final class Conversation {

    private final SeededRandom random;
    private final SignalDevice[] devices;
    private final List<List<Sent>> inFlight = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<List<Sent>> delivered = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Outcome> outcomes = new ArrayList<>();
    private int number;

    private record Sent(String text, Ciphertext ciphertext) {}

    Conversation(long seed, SignalDevice first, SignalDevice second) {
        random = new SeededRandom(seed);
        devices = new SignalDevice[] {first, second};
    }

    /// Plays some events, then delivers what is left in order.
    ///
    /// @return what became of every delivery
    List<Outcome> play(int events) {
        for (int i = 0; i < events; i++) {
            int side = random.nextInt(2);
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6 -> send(side);
                case 7, 8, 9, 10, 11 -> deliver(side, 0);
                case 12, 13 -> deliver(side, pick(inFlight.get(side)));
                case 14 -> lose(side);
                case 15, 16 -> deliverAgain(side);
                case 17 -> deliverDamaged(side);
                case 18 -> burst(side);
                default -> begin(side);
            }
        }
        for (int side = 0; side < 2; side++) {
            while (!inFlight.get(side).isEmpty()) {
                deliver(side, 0);
            }
        }
        return outcomes;
    }

    private void begin(int side) {
        devices[side].begin(devices[1 - side].bundle(random.nextInt(3) > 0));
    }

    private void send(int side) {
        if (!devices[side].canEncrypt()) {
            begin(side);
        }
        String text = "message " + number++ + " from " + side;
        inFlight.get(side).add(new Sent(text, devices[side].encrypt(text)));
    }

    private void burst(int side) {
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            send(side);
        }
    }

    private int pick(List<Sent> messages) {
        return messages.isEmpty() ? 0 : random.nextInt(messages.size());
    }

    private void deliver(int from, int position) {
        List<Sent> messages = inFlight.get(from);
        if (messages.isEmpty()) {
            return;
        }
        Sent sent = messages.remove(position);
        Outcome outcome = devices[1 - from].decrypt(sent.ciphertext());
        if (outcome instanceof Outcome.Opened(String text) && !text.equals(sent.text())) {
            throw new AssertionError("opened: " + text + " (expected: " + sent.text() + ")");
        }
        outcomes.add(outcome);
        delivered.get(from).add(sent);
    }

    private void lose(int from) {
        List<Sent> messages = inFlight.get(from);
        if (!messages.isEmpty()) {
            messages.remove(pick(messages));
        }
    }

    private void deliverAgain(int from) {
        List<Sent> messages = delivered.get(from);
        if (!messages.isEmpty()) {
            outcomes.add(devices[1 - from].decrypt(messages.get(pick(messages)).ciphertext()));
        }
    }

    /// Damages the MAC; what a pre-key message says of itself is not all authenticated.
    private void deliverDamaged(int from) {
        List<Sent> messages = inFlight.get(from);
        int position = pick(messages);
        int bit = random.nextInt(64);
        if (!messages.isEmpty() && messages.get(position).ciphertext().type() == CiphertextType.MESSAGE) {
            byte[] body = messages.get(position).ciphertext().body().toByteArray();
            body[body.length - 1 - bit / 8] ^= (byte) (1 << bit % 8);
            outcomes.add(devices[1 - from].decrypt(new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(body))));
        }
    }
}
