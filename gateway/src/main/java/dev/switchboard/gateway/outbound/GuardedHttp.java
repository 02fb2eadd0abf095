// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import dev.switchboard.gateway.outbound.OutboundAnswer.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Speaks HTTP with addresses that others name. A name is resolved by the connection that uses it, every address it
/// has must be admitted, and the connection goes to one of those very addresses; redirects are followed by hand, each
/// checked like the first. No proxy, cookies, caches or credentials of this machine are used. Safe for many threads.
public final class GuardedHttp implements AutoCloseable {
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final CloseableHttpClient http;
    private final ScheduledThreadPoolExecutor deadlines;

    /// @param rules which addresses may be reached
    /// @param resolver how names are resolved
    public GuardedHttp(AddressRules rules, Resolver resolver) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new CheckedResolver(rules, resolver))
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                .setMaxConnTotal(256)
                .setMaxConnPerRoute(32)
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Switchboard")
                .build();
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("outbound-deadlines").daemon(true).factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /// Carries out the exchange up to the head of the answer; its body is read by the caller, who closes it.
    public OutboundAnswer exchange(OutboundRequest request) {
        Deadline deadline = new Deadline(request.timeLimit());
        OutboundRequest next = request;
        for (int hop = 0; hop <= request.redirects(); hop++) {
            if (!acceptable(next.uri())) {
                deadline.cancel();
                return new OutboundAnswer.Refused(Reason.BAD_ADDRESS);
            }
            OutboundAnswer answer = once(next, deadline);
            Optional<URI> target = redirect(next, answer);
            if (target.isEmpty()) {
                return answer;
            }
            release(answer);
            next = next.to(target.get(), sameHost(next.uri(), target.get()));
        }
        deadline.cancel();
        return new OutboundAnswer.Refused(Reason.TOO_MANY_REDIRECTS);
    }

    private static boolean acceptable(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && uri.getHost() != null
                && !uri.getHost().isEmpty()
                && uri.getRawUserInfo() == null
                && uri.getPort() != 0;
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    /// Where a redirect leads; only requests without a body follow one.
    private static Optional<URI> redirect(OutboundRequest request, OutboundAnswer answer) {
        if (!(answer instanceof OutboundAnswer.Answered answered)
                || request.redirects() == 0
                || request.body().isPresent()
                || !REDIRECTS.contains(answered.status())) {
            return Optional.empty();
        }
        try {
            return answered.header("location").map(request.uri()::resolve);
        } catch (IllegalArgumentException _) {
            return Optional.of(URI.create("invalid:/"));
        }
    }

    private static void release(OutboundAnswer answer) {
        if (answer instanceof OutboundAnswer.Answered answered && answered.body() instanceof Limited body) {
            body.abandon();
        }
    }

    private OutboundAnswer once(OutboundRequest request, Deadline deadline) {
        HttpUriRequestBase call = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(call::setHeader);
        call.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(request.timeLimit()))
                .setConnectionRequestTimeout(CONNECT)
                .build());
        deadline.cuts(call);
        try {
            if (request.body().isPresent()) {
                OutboundRequest.Body body = request.body().get();
                call.setEntity(new InputStreamEntity(body.source().open(), body.length(), null));
            }
            ClassicHttpResponse response = http.executeOpen(null, call, null);
            return answered(request, call, response, deadline);
        } catch (IOException e) {
            deadline.cancel();
            return new OutboundAnswer.Refused(reason(e, deadline));
        } catch (RuntimeException e) {
            deadline.cancel();
            // the client also throws these when it is cut off in between two steps
            return new OutboundAnswer.Refused(deadline.passed() ? Reason.TIMED_OUT : Reason.BAD_ADDRESS);
        }
    }

    private static OutboundAnswer answered(
            OutboundRequest request, HttpUriRequestBase call, ClassicHttpResponse response, Deadline deadline)
            throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue());
        }
        HttpEntity entity = response.getEntity();
        boolean head = request.method().equals("HEAD");
        if (!head && entity != null && entity.getContentLength() > request.maxBytes()) {
            call.abort();
            deadline.cancel();
            return new OutboundAnswer.Refused(Reason.TOO_LARGE);
        }
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        return new OutboundAnswer.Answered(
                request.uri(),
                response.getCode(),
                headers,
                new Limited(content, new Rest(request.maxBytes(), call, response, deadline)));
    }

    private static Reason reason(IOException e, Deadline deadline) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForbiddenAddress) {
                return Reason.FORBIDDEN_ADDRESS;
            }
            if (cause instanceof UnknownHostException) {
                return Reason.UNKNOWN_HOST;
            }
        }
        return deadline.passed() || e instanceof InterruptedIOException ? Reason.TIMED_OUT : Reason.UNREACHABLE;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }

    /// One of a name's addresses may not be reached.
    private static final class ForbiddenAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }

    /// Resolves and checks at once: the connection is made to what this returns.
    private record CheckedResolver(AddressRules rules, Resolver resolver) implements DnsResolver {
        @Override
        public InetAddress[] resolve(@Nullable String host) throws UnknownHostException {
            if (host == null) {
                throw new UnknownHostException();
            }
            InetAddress[] addresses = resolver.resolve(host);
            for (InetAddress address : addresses) {
                if (!rules.admits(address)) {
                    throw new ForbiddenAddress();
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// Ends an exchange that takes too long, wherever it is.
    private final class Deadline {
        private final ScheduledFuture<?> timer;
        private volatile @Nullable HttpUriRequestBase current;
        private volatile boolean passed;

        Deadline(Duration limit) {
            this.timer = deadlines.schedule(this::pass, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        void cuts(HttpUriRequestBase call) {
            current = call;
            if (passed) {
                call.abort();
            }
        }

        private void pass() {
            passed = true;
            HttpUriRequestBase call = current;
            if (call != null) {
                call.abort();
            }
        }

        boolean passed() {
            return passed;
        }

        void cancel() {
            timer.cancel(false);
        }
    }

    /// What a body needs to end well.
    private record Rest(long limit, HttpUriRequestBase call, ClassicHttpResponse response, Deadline deadline) {}

    /// A body that ends with an error when it gets too long.
    private static final class Limited extends FilterInputStream {
        private final Rest rest;
        private long count;
        private boolean ended;

        Limited(InputStream body, Rest rest) {
            super(body);
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(buffer, offset, length);
            } catch (IOException e) {
                throw rest.deadline().passed() ? timedOut(e) : e;
            }
            if (read < 0) {
                ended = true;
                return read;
            }
            count += read;
            if (count > rest.limit()) {
                throw new OutboundAnswer.TooLarge(rest.limit());
            }
            return read;
        }

        private static InterruptedIOException timedOut(IOException cause) {
            InterruptedIOException late = new InterruptedIOException("the time limit has passed");
            late.initCause(cause);
            return late;
        }

        @Override
        public long skip(long length) throws IOException {
            return read(new byte[(int) Math.min(8_192, Math.max(1, length))]);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /// Lets the connection go: kept for the next request if all was read, else closed.
        @Override
        public void close() throws IOException {
            rest.deadline().cancel();
            if (ended) {
                super.close();
                rest.response().close();
            } else {
                abandon();
            }
        }

        /// Closes the connection; the exchange may go on elsewhere.
        void abandon() {
            rest.call().abort();
        }
    }
}
