// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A media store that keeps files on disk, takes uploads up again, and fails when it is told to.
final class FakeMediaServer implements AutoCloseable {

    /// What goes wrong with one request.
    sealed interface Mishap {
        record Status(int status) implements Mishap {}

        /// The connection ends after so many bytes of the body.
        record BreakOff(long after) implements Mishap {}

        /// A range is asked for and all is given.
        record IgnoreRange() implements Mishap {}
    }

    /// A request as it came.
    record Seen(String method, String target, String origin) {}

    final BlockingQueue<Mishap> mishaps = new LinkedBlockingQueue<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    volatile String auth = "AUTH";
    private final HttpServer server;
    private final Path folder;
    private final Map<String, Path> byPath = new ConcurrentHashMap<>();
    private final Map<String, String> pathByToken = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();

    FakeMediaServer(Path folder) {
        this.folder = folder;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// What is stored at a path.
    byte[] stored(String directPath) throws IOException {
        return Files.readAllBytes(byPath.get(plainPath(directPath)));
    }

    /// Changes one byte of what is stored.
    void damage(String directPath, int at) throws IOException {
        Path file = byPath.get(plainPath(directPath));
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    void truncate(String directPath, int length) throws IOException {
        Path file = byPath.get(plainPath(directPath));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, length));
    }

    private static String plainPath(String directPath) {
        int query = directPath.indexOf('?');
        return query < 0 ? directPath : directPath.substring(0, query);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        seen.add(new Seen(
                exchange.getRequestMethod(),
                target,
                exchange.getRequestHeaders().getFirst("origin")));
        Mishap mishap = mishaps.poll();
        try (exchange) {
            if (mishap instanceof Mishap.Status(int status)) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                exchange.sendResponseHeaders(status, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                upload(exchange, target, mishap);
            } else {
                download(exchange, mishap);
            }
        }
    }

    private void upload(HttpExchange exchange, String target, Mishap mishap) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (!query.contains("auth=" + auth + "&")) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        String token = target.substring(0, target.indexOf('?'));
        String path = pathByToken.computeIfAbsent(token, _ -> "/v/t62.7118-24/" + names.incrementAndGet() + ".enc");
        Path file = byPath.computeIfAbsent(path, _ -> folder.resolve(names.incrementAndGet() + ".bin"));
        if (query.contains("resume=1")) {
            long there = Files.exists(file) ? Files.size(file) : 0;
            answer(exchange, "{\"resume\":\"" + there + "\"}");
            return;
        }
        long offset =
                query.contains("file_offset=") ? Long.parseLong(query.replaceAll(".*file_offset=([0-9]+).*", "$1")) : 0;
        if (offset == 0) {
            Files.deleteIfExists(file);
        }
        long limit = mishap instanceof Mishap.BreakOff(long after) ? after : Long.MAX_VALUE;
        if (receive(exchange.getRequestBody(), file, limit)) {
            answer(
                    exchange,
                    "{\"url\":\"https://" + authority() + path + "?x=1\",\"direct_path\":\"" + path
                            + "?ccb=11-4&oh=1\",\"handle\":\"H1\"}");
        }
    }

    /// Takes a body in, or so much of it; false if that was not all.
    private static boolean receive(InputStream body, Path file, long limit) throws IOException {
        long left = limit;
        byte[] buffer = new byte[32 * 1024];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (left > 0) {
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    return true;
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        return false;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void download(HttpExchange exchange, Mishap mishap) throws IOException {
        Path file = byPath.get(exchange.getRequestURI().getPath());
        if (file == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        long size = Files.size(file);
        String range = exchange.getRequestHeaders().getFirst("range");
        boolean part = range != null && !(mishap instanceof Mishap.IgnoreRange);
        long from = part ? Long.parseLong(range.replaceAll("bytes=([0-9]+)-", "$1")) : 0;
        if (part) {
            exchange.getResponseHeaders().set("content-range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        exchange.sendResponseHeaders(part ? 206 : 200, size - from);
        long limit = mishap instanceof Mishap.BreakOff(long after) ? after : Long.MAX_VALUE;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            send(in, exchange.getResponseBody(), limit);
        }
    }

    private static void send(InputStream in, OutputStream out, long limit) throws IOException {
        long left = limit;
        byte[] buffer = new byte[32 * 1024];
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                return;
            }
            out.write(buffer, 0, count);
            left -= count;
        }
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
