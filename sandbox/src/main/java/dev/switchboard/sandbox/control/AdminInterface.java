// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.checker.StanzaRecorder;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.PhoneException;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.AccountExists;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.SandboxException;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers everything on the sandbox's port that is not the chat socket or media.
///
/// Callers on other machines are refused unless a token is configured, which then everybody has to show. Safe for many
/// threads.
public final class AdminInterface implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AdminInterface.class);

    private final List<Route> routes;
    private final Optional<String> token;

    /// What the interface drives.
    ///
    /// @param network the server
    /// @param phones the phones
    /// @param faults the faults that are set
    /// @param recorder the stanza log
    public record Parts(PhoneNetwork network, SimulatedPhones phones, Faults faults, StanzaRecorder recorder) {}

    /// What it shows to whoever asks.
    ///
    /// @param caPem the CA that signs the port's TLS
    /// @param noiseRoot the public key of the Noise root, 32 bytes
    public record Trust(String caPem, Bytes noiseRoot) {}

    /// The interface to these parts.
    ///
    /// @param token the bearer token everybody has to show, if any
    public AdminInterface(Parts parts, Trust trust, Optional<String> token) {
        this.token = token;
        WaitingResource waiting = new WaitingResource(parts);
        this.routes = Stream.of(
                        new NetworkResource(parts, trust).routes(),
                        new PageResource().routes(),
                        waiting.routes(),
                        new ScreenResource(parts, waiting).routes(),
                        new AccountResource(parts).routes(),
                        new MessageResource(parts).routes(),
                        new GroupResource(parts).routes(),
                        new AppStateResource(parts).routes(),
                        new HistoryResource(parts).routes(),
                        new CallResource(parts).routes(),
                        new ProfileResource(parts).routes(),
                        new PairingResource(parts).routes(),
                        new FaultResource(parts.faults()).routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            List<String> segments = Route.segments(request.path());
            if (!segments.isEmpty() && !segments.getFirst().equals("phone")) {
                admit(request);
            }
            return answer(request, segments);
        } catch (AdminRefusal refusal) {
            return Json.error(refusal.status(), String.valueOf(refusal.getMessage()));
        } catch (SandboxException refusal) {
            return Json.error(status(refusal), String.valueOf(refusal.getMessage()));
        } catch (PhoneException refusal) {
            return Json.error(status(refusal), String.valueOf(refusal.getMessage()));
        } catch (RuntimeException fault) {
            LOG.error("an admin request failed: {} {}", request.method(), request.path(), fault);
            return Json.error(500, "internal error: " + fault.getClass().getSimpleName());
        }
    }

    private void admit(HttpRequest request) {
        if (token.isEmpty()) {
            if (!request.fromLoopback()) {
                throw AdminRefusal.forbidden();
            }
            if (!OriginGuard.admits(request)) {
                throw AdminRefusal.foreign();
            }
            return;
        }
        byte[] expected = ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8);
        byte[] shown = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, shown)) {
            throw AdminRefusal.unauthorized();
        }
    }

    private HttpResponse answer(HttpRequest request, List<String> segments) {
        var otherMethods = new TreeSet<String>();
        for (Route route : routes) {
            Optional<List<String>> variables = route.match(segments);
            if (variables.isPresent()) {
                if (route.method().equals(request.method())) {
                    return route.action().answer(new Call(request, variables.get()));
                }
                otherMethods.add(route.method());
            }
        }
        if (!otherMethods.isEmpty()) {
            throw AdminRefusal.wrongMethod(String.join(", ", otherMethods));
        }
        throw AdminRefusal.notFound("there is nothing at this path");
    }

    private static int status(SandboxException refusal) {
        return switch (refusal) {
            case AccountExists _ -> 409;
            case UnknownAccount _ -> 404;
            case LinkRefused link ->
                switch (link.reason()) {
                    case UNKNOWN_REF -> 404;
                    case EXPIRED_REF -> 410;
                    case WRONG_KEYS -> 400;
                    case USED_REF,
                            SECRET_RENEWED,
                            PASSKEY_WANTED,
                            REFUSED,
                            BAD_SIGNATURE,
                            DISCONNECTED,
                            TIMED_OUT,
                            NO_DEVICE_LEFT -> 409;
                };
        };
    }

    private static int status(PhoneException refusal) {
        return switch (refusal) {
            case PhoneException.UnknownMessage _, PhoneException.UnknownRecipient _ -> 404;
            case PhoneException.CodeExpired _ -> 410;
            case PhoneException.UnsupportedChat _ -> 501;
            case PhoneException.WrongCode _ -> 400;
            case PhoneException.ForeignMessage _,
                    PhoneException.Unreachable _,
                    PhoneException.Refused _,
                    PhoneException.Off _,
                    PhoneException.AppStateRefused _,
                    PhoneException.NoCodeAwaited _,
                    PhoneException.CodeUnanswered _ -> 409;
        };
    }
}
