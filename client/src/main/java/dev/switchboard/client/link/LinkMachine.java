// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import dev.switchboard.client.link.LinkInput.AccountStored;
import dev.switchboard.client.link.LinkInput.CodeOffered;
import dev.switchboard.client.link.LinkInput.Ended;
import dev.switchboard.client.link.LinkInput.PasskeyStepped;
import dev.switchboard.client.link.LinkInput.PhoneAnswered;
import dev.switchboard.client.link.LinkInput.Ready;
import dev.switchboard.client.link.LinkInput.RefsOffered;
import dev.switchboard.client.link.LinkInput.Start;
import dev.switchboard.client.link.LinkInput.Stop;
import dev.switchboard.client.link.LinkInput.TimerFired;
import dev.switchboard.client.link.LinkInput.Unlinked;
import dev.switchboard.client.link.LinkState.AwaitingCode;
import dev.switchboard.client.link.LinkState.AwaitingPasskey;
import dev.switchboard.client.link.LinkState.AwaitingScan;
import dev.switchboard.client.link.LinkState.Connected;
import dev.switchboard.client.link.LinkState.Connecting;
import dev.switchboard.client.link.LinkState.Created;
import dev.switchboard.client.link.LinkState.Disconnected;
import dev.switchboard.client.link.LinkState.Failed;
import dev.switchboard.client.link.LinkState.LoggedOut;
import dev.switchboard.client.link.LinkState.Pairing;
import dev.switchboard.client.link.LinkState.Reconnecting;
import dev.switchboard.client.link.LinkState.Restricted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says what follows what in the life of a link: a pure function of state, input and situation.
///
/// A state has at most one timer. Each step says which one runs from now on; the former one is void. An input that
/// means nothing in a state leaves it and its timer alone.
public final class LinkMachine {

    /// The first reference is shown longer than the rest.
    static final Duration FIRST_REF = Duration.ofSeconds(60);

    static final Duration NEXT_REF = Duration.ofSeconds(20);

    /// From the phone's answer to the end of linking.
    static final Duration PAIRING_LIMIT = Duration.ofSeconds(60);

    /// How often in a row the server may ask for an immediate new connection before back-off sets in.
    private static final int IMMEDIATE_TRIES = 3;

    private LinkMachine() {}

    /// What a step depends on beside state and input.
    ///
    /// @param draw a random number in [0, 1)
    /// @param loginLimit how long connecting may take until login or the first references
    public record Situation(Instant now, double draw, ReconnectPolicy policy, Duration loginLimit) {}

    /// What follows.
    ///
    /// @param changed whether the input meant anything
    /// @param timer the timer of the next state, if it has one
    public record Step(LinkState next, List<LinkEffect> effects, Optional<Duration> timer, boolean changed) {
        public Step {
            effects = List.copyOf(effects);
        }
    }

    /// What follows when an input comes in a state.
    public static Step on(LinkState state, LinkInput input, Situation at) {
        return switch (input) {
            case Start(boolean linked) -> start(state, linked, at);
            case Stop() -> stop(state);
            case Unlinked() ->
                to(new LoggedOut(EndCause.of(EndKind.LOGGED_OUT_BY_OWNER)), LinkEffect.CLOSE, LinkEffect.FORGET);
            case RefsOffered(List<String> refs) -> offerRefs(state, refs, at);
            case CodeOffered(Instant expires) -> offerCode(state, expires, at);
            case PasskeyStepped(LinkState.PasskeyStep step, Instant expires) -> passkey(state, step, expires, at);
            case PhoneAnswered() -> phoneAnswered(state);
            case AccountStored() -> accountStored(state);
            case Ready() -> ready(state, at);
            case Ended(EndCause cause) -> ended(state, cause, at);
            case TimerFired() -> timerFired(state, at);
        };
    }

    private static Step start(LinkState state, boolean linked, Situation at) {
        return switch (state) {
            case Created _, Disconnected _, LoggedOut _, Failed _ -> connect(linked, 0, at);
            case Reconnecting(int attempt, var _, var _) -> connect(linked, attempt, at);
            case Restricted(var _, Optional<Instant> until) ->
                until.isPresent() && at.now().isBefore(until.get()) ? stay(state) : connect(linked, 0, at);
            case Connecting _, AwaitingScan _, AwaitingCode _, AwaitingPasskey _, Pairing _, Connected _ -> stay(state);
        };
    }

    private static Step stop(LinkState state) {
        return switch (state) {
            case Created _, Disconnected _, LoggedOut _, Failed _ -> stay(state);
            case Connecting _,
                    AwaitingScan _,
                    AwaitingCode _,
                    AwaitingPasskey _,
                    Pairing _,
                    Connected _,
                    Reconnecting _,
                    Restricted _ -> rest(EndCause.of(EndKind.STOPPED_BY_OWNER));
        };
    }

    private static Step offerRefs(LinkState state, List<String> refs, Situation at) {
        boolean expected =
                (state instanceof Connecting(boolean linked, var _) && !linked) || state instanceof AwaitingScan;
        return expected ? show(refs, FIRST_REF, at) : stay(state);
    }

    private static Step offerCode(LinkState state, Instant expires, Situation at) {
        return switch (state) {
            case AwaitingScan _, AwaitingCode _ -> to(new AwaitingCode(expires), Duration.between(at.now(), expires));
            case Created _,
                    Connecting _,
                    AwaitingPasskey _,
                    Pairing _,
                    Connected _,
                    Reconnecting _,
                    Disconnected _,
                    LoggedOut _,
                    Restricted _,
                    Failed _ -> stay(state);
        };
    }

    private static Step passkey(LinkState state, LinkState.PasskeyStep step, Instant expires, Situation at) {
        return switch (state) {
            case AwaitingScan _, AwaitingCode _, AwaitingPasskey _ ->
                to(new AwaitingPasskey(step, expires), Duration.between(at.now(), expires));
            // The challenge may be there before the first references.
            case Connecting(boolean linked, var _) ->
                linked ? stay(state) : to(new AwaitingPasskey(step, expires), Duration.between(at.now(), expires));
            case Created _,
                    Pairing _,
                    Connected _,
                    Reconnecting _,
                    Disconnected _,
                    LoggedOut _,
                    Restricted _,
                    Failed _ -> stay(state);
        };
    }

    private static Step phoneAnswered(LinkState state) {
        boolean expected = state instanceof AwaitingCode
                || state instanceof AwaitingPasskey
                || (state instanceof Pairing(boolean linked) && !linked);
        return expected ? to(new Pairing(false), PAIRING_LIMIT) : stay(state);
    }

    private static Step accountStored(LinkState state) {
        return switch (state) {
            case AwaitingScan _, AwaitingCode _, AwaitingPasskey _, Pairing _ -> to(new Pairing(true), PAIRING_LIMIT);
            case Created _,
                    Connecting _,
                    Connected _,
                    Reconnecting _,
                    Disconnected _,
                    LoggedOut _,
                    Restricted _,
                    Failed _ -> stay(state);
        };
    }

    private static Step ready(LinkState state, Situation at) {
        return state instanceof Connecting(boolean linked, int attempt) && linked
                ? to(new Connected(at.now(), attempt))
                : stay(state);
    }

    private static Step ended(LinkState state, EndCause cause, Situation at) {
        return switch (state) {
            case Connecting(boolean linked, int attempt) ->
                linked ? endLinked(cause, attempt + 1, at) : endUnlinked(cause, at);
            case AwaitingScan _, AwaitingCode _, AwaitingPasskey _ -> endUnlinked(cause, at);
            case Pairing(boolean linked) -> linked ? endLinked(cause, 0, at) : endUnlinked(cause, at);
            case Connected(Instant since, int attempt) -> {
                boolean stable = !at.now().isBefore(since.plus(at.policy().stableAfter()));
                yield endLinked(cause, stable ? 1 : attempt + 1, at);
            }
            case Created _, Reconnecting _, Disconnected _, LoggedOut _, Restricted _, Failed _ -> stay(state);
        };
    }

    private static Step endLinked(EndCause cause, int attempt, Situation at) {
        return switch (cause.recovery()) {
            case RECONNECT_NOW ->
                attempt <= IMMEDIATE_TRIES ? reconnectNow(attempt, at) : backOff(cause, attempt, attempt, at);
            case BACK_OFF -> backOff(cause, Math.max(1, attempt), attempt, at);
            case BACK_OFF_FAR -> backOff(cause, attempt + at.policy().farSteps(), attempt, at);
            case WAIT -> restrict(cause, at);
            case STOP -> rest(cause);
            case FAIL -> to(new Failed(cause), LinkEffect.CLOSE);
            case RELINK -> to(new LoggedOut(cause), LinkEffect.CLOSE, LinkEffect.FORGET);
        };
    }

    /// A device that is not linked never connects again by itself: only a person can scan a code.
    private static Step endUnlinked(EndCause cause, Situation at) {
        return switch (cause.recovery()) {
            case RECONNECT_NOW -> connect(false, 0, at);
            case BACK_OFF, BACK_OFF_FAR, WAIT, STOP -> rest(cause);
            case FAIL -> to(new Failed(cause), LinkEffect.CLOSE);
            case RELINK -> to(new LoggedOut(cause), LinkEffect.CLOSE, LinkEffect.FORGET);
        };
    }

    private static Step timerFired(LinkState state, Situation at) {
        return switch (state) {
            case Connecting _ -> ended(state, EndCause.of(EndKind.LOGIN_TIMED_OUT), at);
            case AwaitingScan(List<String> refs, var _) -> show(refs.subList(1, refs.size()), NEXT_REF, at);
            case AwaitingCode _, AwaitingPasskey _ -> rest(EndCause.of(EndKind.PAIRING_TIMED_OUT));
            case Pairing(boolean linked) -> linked ? reconnectNow(0, at) : rest(EndCause.of(EndKind.PAIRING_TIMED_OUT));
            case Reconnecting(int attempt, var _, var _) -> connect(true, attempt, at);
            case Restricted _ -> connect(true, 0, at);
            case Created _, Connected _, Disconnected _, LoggedOut _, Failed _ -> stay(state);
        };
    }

    private static Step show(List<String> refs, Duration time, Situation at) {
        return refs.isEmpty()
                ? rest(EndCause.of(EndKind.SCAN_TIMED_OUT))
                : new Step(
                        new AwaitingScan(refs, at.now().plus(time)),
                        List.of(LinkEffect.SHOW_QR),
                        Optional.of(time),
                        true);
    }

    private static Step connect(boolean linked, int attempt, Situation at) {
        return new Step(new Connecting(linked, attempt), List.of(LinkEffect.OPEN), Optional.of(at.loginLimit()), true);
    }

    private static Step reconnectNow(int attempt, Situation at) {
        return new Step(
                new Connecting(true, attempt),
                List.of(LinkEffect.CLOSE, LinkEffect.OPEN),
                Optional.of(at.loginLimit()),
                true);
    }

    private static Step backOff(EndCause cause, int steps, int attempt, Situation at) {
        Duration delay = at.policy().delay(steps, at.draw());
        return new Step(
                new Reconnecting(Math.max(1, attempt), at.now().plus(delay), cause),
                List.of(LinkEffect.CLOSE),
                Optional.of(delay),
                true);
    }

    private static Step restrict(EndCause cause, Situation at) {
        Optional<Duration> timer = cause.until().map(until -> Duration.between(at.now(), until));
        return new Step(new Restricted(cause, cause.until()), List.of(LinkEffect.CLOSE), timer, true);
    }

    private static Step rest(EndCause cause) {
        return to(new Disconnected(cause), LinkEffect.CLOSE);
    }

    private static Step to(LinkState next, LinkEffect... effects) {
        return new Step(next, List.of(effects), Optional.empty(), true);
    }

    private static Step to(LinkState next, Duration timer) {
        return new Step(next, List.of(), Optional.of(timer), true);
    }

    private static Step stay(LinkState state) {
        return new Step(state, List.of(), Optional.empty(), false);
    }
}
