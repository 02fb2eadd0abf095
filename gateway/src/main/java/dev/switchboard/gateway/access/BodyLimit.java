// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.ProblemWriter;
import dev.switchboard.gateway.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies over the limit: by their stated length at once, else when the limit is passed.
final class BodyLimit extends OncePerRequestFilter {
    private static final long SECOND = 1_000_000_000L;

    /// How long a body may take, plus a second for each so many bytes of it.
    private static final long PATIENCE = 30 * SECOND;
    private static final long PACE = 16 << 10;

    /// What a multipart body has besides the file.
    private static final long FORM = 64 << 10;

    /// A table of people, which is read a row at a time.
    private static final long TABLE = 64L << 20;

    private final int limit;
    private final long fileLimit;
    private final ProblemWriter problems;

    /// @param limit for all bodies but uploads of files
    /// @param fileLimit for a file
    BodyLimit(int limit, long fileLimit, ProblemWriter problems) {
        this.limit = limit;
        this.fileLimit = fileLimit;
        this.problems = problems;
    }

    private long limit(HttpServletRequest request) {
        if (request.getRequestURI().equals("/api/v1/session-imports")) {
            return Long.MAX_VALUE; // streamed, by those who manage access only
        }
        String type = request.getContentType();
        boolean upload = type != null
                && type.regionMatches(true, 0, "multipart/form-data", 0, 19)
                && request.getRequestURI().endsWith("/media");
        if (upload) {
            return Math.max(limit, fileLimit + FORM);
        }
        return type != null && type.regionMatches(true, 0, "text/csv", 0, 8) ? Math.max(limit, TABLE) : limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long most = limit(request);
        if (request.getContentLengthLong() > most) {
            problems.write(request, response, tooLarge(most));
            return;
        }
        chain.doFilter(request.getContentLengthLong() == 0 ? request : new Limited(request, most), response);
    }

    private static Problem tooLarge(long limit) {
        return Problem.of(ProblemKind.PAYLOAD_TOO_LARGE, "The body is over the limit.")
                .withAccepted("at most " + limit + " bytes");
    }

    private static Problem tooSlow() {
        return Problem.of(ProblemKind.BODY_TOO_SLOW, "The body came too slowly.")
                .withAccepted("the body within 30 seconds, or at 16 KB a second");
    }

    /// A request whose length is not known beforehand, or not believed.
    private static final class Limited extends HttpServletRequestWrapper {
        private final long limit;

        private Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream(), limit);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String charset = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(
                    getInputStream(), charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset)));
        }
    }

    /// A body that is counted while it is read.
    private static final class Counted extends ServletInputStream {
        private final ServletInputStream body;
        private final long limit;
        private final long began = System.nanoTime();
        private long count;

        private Counted(ServletInputStream body, long limit) {
            this.body = body;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = body.read();
            if (value >= 0) {
                add(1);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = body.read(buffer, offset, length);
            if (read > 0) {
                add(read);
            }
            return read;
        }

        private void add(int read) throws Refusal {
            count += read;
            if (System.nanoTime() - began > PATIENCE + count * SECOND / PACE) {
                throw tooSlow().refusal();
            }
            if (count > limit) {
                throw tooLarge(limit).refusal();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
