// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.MediaSource;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.settings.MediaSettings;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaIT {
    private static final Jid ALICE = Jid.pn("15550100002");
    private static final String BOUNDARY = "part-of-a-test";

    @TempDir
    private static Path folder;

    private static Harness harness;

    @BeforeAll
    static void start() {
        harness = Harness.start(
                folder, new FakeNetwork(), config -> config.media(MediaSettings.STANDARD.withMaxBytes(300L << 20)));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    static byte[] picture(int width, int height, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Answer upload(Harness to, String session, byte[] file, String name, String type) {
        byte[] head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return send(
                to,
                session,
                HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofByteArray(head),
                        HttpRequest.BodyPublishers.ofByteArray(file),
                        HttpRequest.BodyPublishers.ofByteArray(tail)));
    }

    private static Answer send(Harness to, String session, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(to.uri("/api/v1/sessions/" + session + "/media"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("X-Api-Key", to.key)
                .timeout(Duration.ofSeconds(120))
                .POST(body)
                .build();
        try {
            HttpResponse<byte[]> response = to.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void keepsAnUploadAndGivesItBackWholeAndInParts() {
        harness.linked("md-up");
        byte[] picture = picture(320, 200, "png");
        Answer kept = upload(harness, "md-up", picture, "sun.png", "application/octet-stream");
        assertThat(kept.status()).isEqualTo(201);
        assertThat(kept.text("/mimeType")).isEqualTo("image/png");
        assertThat(kept.json().get("width").asInt()).isEqualTo(320);
        assertThat(kept.json().get("height").asInt()).isEqualTo(200);
        assertThat(kept.text("/thumbnail")).isNotEmpty();
        assertThat(kept.text("/fileName")).isEqualTo("sun.png");
        String path = "/api/v1/sessions/md-up/media/" + kept.text("/id");

        Answer whole = harness.get(path);
        assertThat(whole.http().body()).isEqualTo(picture);
        assertThat(whole.header("Content-Type")).isEqualTo("image/png");
        Answer part = harness.call("GET", path).header("Range", "bytes=10-19").send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.http().body()).isEqualTo(java.util.Arrays.copyOfRange(picture, 10, 20));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + picture.length);
        Answer end = harness.call("GET", path).header("Range", "bytes=-5").send();
        assertThat(end.http().body()).hasSize(5);
        assertThat(harness.call("GET", path)
                        .header("Range", "bytes=999999-")
                        .send()
                        .status())
                .isEqualTo(416);
        assertThat(harness.call("GET", path)
                        .header("If-None-Match", whole.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(harness.get(path + "/info").text("/sha256")).isEqualTo(kept.text("/sha256"));
        assertThat(harness.get("/api/v1/sessions/md-up/media").text("/items/0/id"))
                .isEqualTo(kept.text("/id"));
    }

    @Test
    void filesAreTheirTenantsAndSessionsOwn() {
        harness.linked("md-own");
        harness.linked("md-other");
        String id = harness.post(
                        "/api/v1/sessions/md-own/media", "{\"base64\":\"" + base64(picture(9, 9, "png")) + "\"}")
                .text("/id");
        String stranger = harness.otherTenant("media-stranger");
        String path = "/api/v1/sessions/md-own/media/" + id;
        assertThat(harness.get(path).status()).isEqualTo(200);
        assertThat(harness.call("GET", path).key(stranger).send().text("/code")).isEqualTo("session_not_found");
        assertThat(harness.get("/api/v1/sessions/md-other/media/" + id).text("/code"))
                .isEqualTo("media_not_found");
        assertThat(harness.call("GET", path).noKey().send().status()).isEqualTo(401);
    }

    @Test
    void bytesAtRestAreSealedAndKeptOnce() throws IOException {
        harness.linked("md-seal");
        byte[] file =
                "a sentence that nobody may read on the disk ".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        String one = harness.post("/api/v1/sessions/md-seal/media", "{\"base64\":\"" + base64(file) + "\"}")
                .text("/id");
        long before = objects();
        String two = harness.post("/api/v1/sessions/md-seal/media", "{\"base64\":\"" + base64(file) + "\"}")
                .text("/id");
        assertThat(two).isNotEqualTo(one);
        assertThat(objects()).isEqualTo(before);
        try (var files = Files.walk(folder.resolve("media"))) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).doesNotContain("nobody may read");
            }
        }
        assertThat(harness.call("DELETE", "/api/v1/sessions/md-seal/media/" + one)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.get("/api/v1/sessions/md-seal/media/" + two).http().body())
                .isEqualTo(file);
        assertThat(harness.call("DELETE", "/api/v1/sessions/md-seal/media/" + two)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(objects()).isEqualTo(before - 1);
        assertThat(harness.call("DELETE", "/api/v1/sessions/md-seal/media/" + two)
                        .send()
                        .status())
                .isEqualTo(404);
    }

    private static long objects() throws IOException {
        try (var files = Files.walk(folder.resolve("media"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void linksShowAFileWithoutAKeyUntilTheyExpire() {
        harness.linked("md-link");
        byte[] picture = picture(12, 12, "jpg");
        String id = harness.post("/api/v1/sessions/md-link/media", "{\"base64\":\"" + base64(picture) + "\"}")
                .text("/id");
        Answer link = harness.post("/api/v1/sessions/md-link/media/" + id + "/link", "{\"expiresInSeconds\":60}");
        assertThat(link.status()).isEqualTo(201);
        String url = link.text("/url");
        assertThat(url).matches("/media/[0-9a-f]{64}");
        Answer shown = harness.call("GET", url).noKey().send();
        assertThat(shown.http().body()).isEqualTo(picture);
        assertThat(shown.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(harness.call("GET", "/media/" + "0".repeat(64))
                        .noKey()
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.post("/api/v1/sessions/md-link/media/" + id + "/link", "{\"expiresInSeconds\":99999999}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesNoPagesForShowing() {
        harness.linked("md-html");
        String id = harness.post(
                        "/api/v1/sessions/md-html/media",
                        "{\"base64\":\"" + base64("<script>".getBytes(StandardCharsets.UTF_8))
                                + "\",\"mimeType\":\"text/html\",\"fileName\":\"x.html\"}")
                .text("/id");
        Answer page = harness.get("/api/v1/sessions/md-html/media/" + id);
        assertThat(page.header("Content-Disposition")).startsWith("attachment");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void neverFetchesFromPrivateAddresses() {
        harness.linked("md-ssrf");
        for (String url : List.of(
                "http://127.0.0.1:1/x",
                "http://localhost/x",
                "http://[::1]/x",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/x",
                "http://[::ffff:127.0.0.1]/x",
                "http://2130706433/x",
                "file:///etc/passwd")) {
            Answer refused = harness.post("/api/v1/sessions/md-ssrf/media", "{\"url\":\"" + url + "\"}");
            assertThat(refused.status()).as(url).isEqualTo(422);
            assertThat(refused.text("/code")).isEqualTo("media_not_fetched");
        }
        assertThat(harness.post(
                                "/api/v1/sessions/md-ssrf/messages",
                                "{\"to\":\"15550100002\",\"image\":{\"url\":\"http://127.0.0.1:1/x.png\"}}")
                        .text("/code"))
                .isEqualTo("media_not_fetched");
    }

    @Test
    void fetchesByAddressWhereTheOperatorAllowsItAndChecksTheType(@TempDir Path other) throws IOException {
        byte[] picture = picture(40, 30, "jpg");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/sun.jpg", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
            exchange.close();
        });
        server.createContext("/page", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try (Harness open = Harness.start(
                other,
                new FakeNetwork(),
                config -> config.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofSeconds(20)))
                        .media(MediaSettings.STANDARD.withTenantBytes(10_000)))) {
            open.linked("md-url");
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            Answer kept = open.post("/api/v1/sessions/md-url/media", "{\"url\":\"" + base + "/sun.jpg\"}");
            assertThat(kept.status()).isEqualTo(201);
            assertThat(kept.text("/fileName")).isEqualTo("sun.jpg");
            assertThat(kept.json().get("width").asInt()).isEqualTo(40);
            assertThat(open.post(
                                    "/api/v1/sessions/md-url/messages",
                                    "{\"to\":\"15550100002\",\"image\":{\"url\":\"" + base + "/page\"}}")
                            .text("/code"))
                    .isEqualTo("media_type_refused");
            Answer gone = open.post("/api/v1/sessions/md-url/media", "{\"url\":\"" + base + "/gone\"}");
            assertThat(gone.text("/detail")).contains("404");
            Answer full = open.post(
                    "/api/v1/sessions/md-url/media",
                    "{\"base64\":\"" + base64(new byte[20_000]) + "\",\"mimeType\":\"application/x-thing\"}");
            assertThat(full.text("/code")).isEqualTo("quota_exceeded");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void sendsAFileByItsIdThroughTheQueue() {
        harness.linked("md-send");
        byte[] picture = picture(64, 48, "png");
        String id = upload(harness, "md-send", picture, "a.png", "image/png").text("/id");
        Answer sent = harness.post(
                "/api/v1/sessions/md-send/messages?wait=sent",
                "{\"to\":\"15550100002\",\"image\":{\"mediaId\":\"" + id + "\",\"caption\":\"the sea\"}}");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.text("/message/type")).isEqualTo("image");
        assertThat(sent.text("/message/text")).isEqualTo("the sea");
        assertThat(sent.text("/message/media/id")).isEqualTo(id);
        assertThat(harness.network.sent)
                .anySatisfy(dispatch -> assertThat(dispatch.content())
                        .isEqualTo(new Content.Attachment(MediaKind.IMAGE, id, Optional.of("the sea"), false)));
        SessionKey key = harness.network.link("md-send").lease().key();
        MediaSource.Item item =
                harness.gateway.part(MediaLibrary.class).find(key, id).orElseThrow();
        try (InputStream content = item.content().open()) {
            assertThat(content.readAllBytes()).isEqualTo(picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void repeatedKeyWithTheSameFileSendsOnce() {
        harness.linked("md-key");
        String body = "{\"to\":\"15550100002\",\"document\":{\"base64\":\"" + base64(new byte[] {1, 2, 3})
                + "\",\"fileName\":\"x.bin\"}}";
        String path = "/api/v1/sessions/md-key/messages";
        Answer first = harness.call("POST", path)
                .header("Idempotency-Key", "md-1")
                .body(body)
                .send();
        Answer again = harness.call("POST", path)
                .header("Idempotency-Key", "md-1")
                .body(body)
                .send();
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(harness.call("POST", path)
                        .header("Idempotency-Key", "md-1")
                        .body(body.replace("x.bin", "x.bin").replace("AQID", "AQIE"))
                        .send()
                        .text("/code"))
                .isEqualTo("idempotency_key_reused");
    }

    @Test
    void saysWhatIsMissingForConversions() {
        harness.linked("md-conv");
        String wav = base64("RIFF....WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1));
        try (Harness bare = Harness.start(
                folder.resolve("bare"),
                new FakeNetwork(),
                config -> config.media(new MediaSettings(
                        Optional.empty(),
                        1L << 20,
                        0,
                        Duration.ofDays(1),
                        MediaSettings.Fetch.NEED,
                        "no-such-ffmpeg")))) {
            bare.linked("md-conv");
            Answer refused = bare.post(
                    "/api/v1/sessions/md-conv/messages",
                    "{\"to\":\"15550100002\",\"voice\":{\"base64\":\"" + wav + "\"}}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("/code")).isEqualTo("conversion_unavailable");
            assertThat(refused.text("/advice")).contains("ffmpeg");
            assertThat(bare.post(
                                    "/api/v1/sessions/md-conv/messages",
                                    "{\"to\":\"15550100002\",\"image\":{\"base64\":\"" + wav + "\"}}")
                            .text("/code"))
                    .isEqualTo("media_type_refused");
        }
    }

    static void arrives(FakeLink link, String id, String remote) {
        Party alice = Party.of(ALICE);
        link.happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                id,
                alice,
                alice,
                false,
                Instant.EPOCH,
                Optional.empty(),
                "image",
                Optional.of("look"),
                Optional.empty(),
                Optional.empty(),
                ProviderEvent.Body.of(new ProviderEvent.FileOffer(
                        MediaKind.IMAGE,
                        "image/png",
                        Optional.empty(),
                        Optional.of("look"),
                        false,
                        Optional.empty(),
                        Optional.of(8),
                        Optional.of(8),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.utf8(remote))))));
    }

    @Test
    void filesOfMessagesAreFetchedWhenSomebodyAsks() {
        FakeLink link = harness.linked("md-in");
        byte[] picture = picture(8, 8, "png");
        harness.network.files.put("md-in-1", picture);
        arrives(link, "3A000000000000000MD1", "md-in-1");
        arrives(link, "3A000000000000000MD2", "md-in-lost");
        Answer message = harness.get("/api/v1/sessions/md-in/messages/3A000000000000000MD1");
        assertThat(message.text("/type")).isEqualTo("image");
        assertThat(message.json().at("/media/stored").asBoolean()).isFalse();
        String path = "/api/v1/sessions/md-in/media/" + message.text("/media/id");
        assertThat(harness.get(path).http().body()).isEqualTo(picture);
        harness.network.files.remove("md-in-1");
        assertThat(harness.get(path).http().body()).isEqualTo(picture);
        assertThat(harness.get(path + "/info").json().get("stored").asBoolean()).isTrue();
        String lost = harness.get("/api/v1/sessions/md-in/messages/3A000000000000000MD2")
                .text("/media/id");
        Answer unavailable = harness.get("/api/v1/sessions/md-in/media/" + lost);
        assertThat(unavailable.status()).isEqualTo(502);
        assertThat(unavailable.text("/code")).isEqualTo("media_unavailable");
        Answer forward = harness.post(
                "/api/v1/sessions/md-in/messages?wait=sent",
                "{\"to\":\"15550100003\",\"forward\":{\"messageId\":\"3A000000000000000MD1\"}}");
        assertThat(forward.status()).isEqualTo(200);
        assertThat(forward.json().at("/message/forwards").asInt()).isEqualTo(1);
    }

    @Test
    void filesOfMessagesAreFetchedAtArrivalIfSoSet(@TempDir Path other) {
        try (Harness eager = Harness.start(
                other,
                new FakeNetwork(),
                config -> config.media(MediaSettings.STANDARD.withFetch(MediaSettings.Fetch.ARRIVAL)))) {
            FakeLink link = eager.linked("md-eager");
            eager.network.files.put("eager-1", picture(8, 8, "png"));
            arrives(link, "3A000000000000000MD3", "eager-1");
            Harness.eventually(
                    "fetched",
                    () -> eager.get("/api/v1/sessions/md-eager/messages/3A000000000000000MD3")
                            .json()
                            .at("/media/stored")
                            .asBoolean());
        }
    }

    @Test
    void streamsLargeFilesWithoutHoldingThem() {
        harness.linked("md-large");
        long size = 120L << 20;
        byte[] head = ("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.bin\"\r\nContent-Type:"
                        + " application/x-large\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        Answer kept = send(
                harness,
                "md-large",
                HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofByteArray(head),
                        HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(size)),
                        HttpRequest.BodyPublishers.ofByteArray(tail)));
        assertThat(kept.status()).isEqualTo(201);
        assertThat(kept.json().get("size").asLong()).isEqualTo(size);
        HttpRequest request = HttpRequest.newBuilder(harness.uri("/api/v1/sessions/md-large/media/" + kept.text("/id")))
                .header("X-Api-Key", harness.key)
                .build();
        try (InputStream in = harness.http
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            long read = 0;
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                read += count;
            }
            assertThat(read).isEqualTo(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void uploadsOverTheLimitAre413(@TempDir Path other) {
        try (Harness small = Harness.start(
                other, new FakeNetwork(), config -> config.media(MediaSettings.STANDARD.withMaxBytes(2_000)))) {
            small.linked("md-413");
            assertThat(upload(small, "md-413", new byte[3_000], "x", "application/x-thing")
                            .status())
                    .isEqualTo(413);
            assertThat(upload(small, "md-413", new byte[2_000_000], "x", "application/x-thing")
                            .status())
                    .isEqualTo(413);
            assertThat(upload(small, "md-413", new byte[1_000], "x", "application/x-thing")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void fileOfAQueuedMessageOutlivesARestart(@TempDir Path other) {
        FakeNetwork network = new FakeNetwork();
        byte[] picture = picture(20, 20, "png");
        String id;
        try (Harness before = Harness.start(other, network, config -> config)) {
            before.linked("md-again");
            network.mode = FakeNetwork.Mode.UNREACHABLE;
            id = before.post(
                            "/api/v1/sessions/md-again/messages",
                            "{\"to\":\"15550100002\",\"image\":{\"base64\":\"" + base64(picture) + "\"}}")
                    .text("/id");
        }
        network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        try (Harness after = Harness.start(other, network, config -> config)) {
            Harness.eventually(
                    "sent",
                    () -> network.sent.stream()
                            .anyMatch(dispatch -> dispatch.id().equals(id)));
            Content.Attachment file = (Content.Attachment) network.sent.stream()
                    .filter(dispatch -> dispatch.id().equals(id))
                    .findFirst()
                    .orElseThrow()
                    .content();
            assertThat(after.get("/api/v1/sessions/md-again/media/" + file.mediaId())
                            .http()
                            .body())
                    .isEqualTo(picture);
        }
    }

    @Test
    void filesAndLinksGoWhenTheirTimeIsOver(@TempDir Path other) {
        MutableClock clock = MutableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
        try (Harness aging = Harness.start(other, new FakeNetwork(), config -> config, clock)) {
            FakeLink link = aging.linked("md-old");
            String id = aging.post(
                            "/api/v1/sessions/md-old/media", "{\"base64\":\"" + base64(picture(5, 5, "png")) + "\"}")
                    .text("/id");
            String url = aging.post("/api/v1/sessions/md-old/media/" + id + "/link", "")
                    .text("/url");
            byte[] picture = picture(8, 8, "png");
            aging.network.files.put("old-1", picture);
            arrives(link, "3A000000000000000MD4", "old-1");
            String theirs = aging.get("/api/v1/sessions/md-old/messages/3A000000000000000MD4")
                    .text("/media/id");
            assertThat(aging.get("/api/v1/sessions/md-old/media/" + theirs).status())
                    .isEqualTo(200);
            clock.advance(Duration.ofHours(2));
            assertThat(aging.call("GET", url).noKey().send().status()).isEqualTo(404);
            clock.advance(Duration.ofDays(31));
            aging.gateway.part(MediaLibrary.class).sweep();
            assertThat(aging.get("/api/v1/sessions/md-old/media/" + id).status())
                    .isEqualTo(404);
            assertThat(aging.get("/api/v1/sessions/md-old/media/" + theirs + "/info")
                            .json()
                            .get("stored")
                            .asBoolean())
                    .isFalse();
            assertThat(aging.get("/api/v1/sessions/md-old/media/" + theirs)
                            .http()
                            .body())
                    .isEqualTo(picture);
        }
    }
}
