// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.StreamedRequest;
import dev.switchboard.sandbox.http.StreamedResponse;
import dev.switchboard.sandbox.http.StreamingHandler;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.wire.Bytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// Transfers that go wrong when a fault says so. Whose transfer it is can only be told where the request shows a
/// permission, so a fault for one account spares the downloads of clients that show none.
final class FaultyTransfers implements StreamingHandler {

    private static final int USUAL_MILLIS = 1000;
    private static final int BAD_BIT = 0x55;

    private final StreamingHandler server;
    private final MediaAuth auth;
    private final Faults faults;
    private final Timers timers;

    FaultyTransfers(StreamingHandler server, MediaAuth auth, Faults faults, Timers timers) {
        this.server = server;
        this.auth = auth;
        this.faults = faults;
        this.timers = timers;
    }

    @Override
    public boolean takes(String method, String target) {
        return server.takes(method, target);
    }

    @Override
    public StreamedResponse handle(StreamedRequest request) throws IOException {
        if (faults.quiet()) {
            return server.handle(request);
        }
        boolean download = request.method().equals("GET");
        FaultTarget holder = UploadToken.parameter(request.target(), "auth")
                .flatMap(auth::holder)
                .orElse(FaultTarget.ANY);
        String direction = download ? "download" : "upload";
        strike(FaultKind.MEDIA_SLOW, holder, direction)
                .ifPresent(fault -> pause(fault.number("millis").orElse(USUAL_MILLIS)));
        Optional<FaultDefinition> refusal = strike(FaultKind.MEDIA_ERROR, holder, direction);
        if (refusal.isPresent()) {
            int code = refusal.get().number("code").orElse(500);
            return StreamedResponse.of(code, "application/json", Bytes.utf8("{\"error\":\"as a fault says\"}"));
        }
        StreamedResponse response = server.handle(request);
        return download && response.status() < 300 ? spoiled(response, holder) : response;
    }

    private Optional<FaultDefinition> strike(FaultKind kind, FaultTarget holder, String direction) {
        return faults.strike(
                kind, holder, fault -> fault.word("on").map(direction::equals).orElse(true));
    }

    private void pause(int millis) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        timers.after(Duration.ofMillis(millis), () -> over.complete(true));
        over.join();
    }

    private StreamedResponse spoiled(StreamedResponse response, FaultTarget holder) {
        StreamedResponse spoiled = response;
        if (faults.strike(FaultKind.MEDIA_WRONG_BYTES, holder).isPresent()) {
            spoiled = with(spoiled, DamagedStream::new);
        }
        if (faults.strike(FaultKind.MEDIA_TRUNCATED, holder).isPresent()) {
            long half = response.length() / 2;
            spoiled = with(spoiled, in -> new LimitedStream(in, half));
        }
        return spoiled;
    }

    private static StreamedResponse with(StreamedResponse response, UnaryOperator<InputStream> change) {
        Optional<StreamedResponse.Body> body =
                response.body().<StreamedResponse.Body>map(original -> () -> change.apply(original.open()));
        return new StreamedResponse(response.status(), response.headers(), response.length(), body);
    }

    /// The same bytes, but for the first of each piece.
    private static final class DamagedStream extends FilterInputStream {
        DamagedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return value < 0 ? value : value ^ BAD_BIT;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                target[offset] ^= BAD_BIT;
            }
            return count;
        }
    }
}
