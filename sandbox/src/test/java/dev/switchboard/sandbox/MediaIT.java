// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The media store, as clients use it.
class MediaIT extends SandboxFixture {

    private static final int MEGABYTE = 1 << 20;

    private MediaClient media;

    @BeforeEach
    void connect() {
        media = new MediaClient(sandbox.adminUri(), auth(sandbox));
    }

    private String auth(Sandbox place) {
        try (TestCompanion companion = TestCompanion.linked(place, newPhone(place))) {
            companion.logIn();
            return MediaConnection.of(companion.client().ask(MediaConnection.request(companion.newId())))
                    .auth();
        }
    }

    private static Bytes sample(String seed, int size) {
        byte[] bytes = new byte[size];
        byte[] pattern = Sha.sha256(seed.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (pattern[i % pattern.length] + i / 7);
        }
        return Bytes.copyOf(bytes);
    }

    private static String token(Bytes file) {
        return Bytes.copyOf(Sha.sha256(file.toByteArray())).base64Url();
    }

    @Test
    void namesTheHostUnderWhichTheClientCame() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.logIn();
            MediaConnection connection =
                    MediaConnection.of(companion.client().ask(MediaConnection.request(companion.newId())));
            assertThat(connection.preferred().orElseThrow().hostname()).isEqualTo("127.0.0.1:" + sandbox.port());
            assertThat(connection.ttl()).isEqualTo(Duration.ofMinutes(5));
            assertThat(connection.authTtl()).isEqualTo(Duration.ofHours(6));
        }
    }

    @Test
    void givesBackWhatWasUploaded() {
        Bytes file = sample("whole", 200_000);
        MediaClient.Uploaded uploaded = media.upload("/mms/image/" + token(file), file);
        assertThat(uploaded.url()).isEqualTo(sandbox.adminUri() + uploaded.directPath());
        assertThat(uploaded.directPath()).contains("?");
        assertThat(media.get(uploaded.directPath()).body()).isEqualTo(file);
    }

    @Test
    void takesTheAddressInAllFormsThatClientsUse() {
        Bytes file = sample("forms", 100);
        String path = media.upload("/mms/video/" + token(file), file).directPath();
        String plain = path.substring(0, path.indexOf('?'));
        for (String form : new String[] {
            plain,
            path + "?auth=" + media.auth() + "&token=x",
            path + "&hash=" + token(file) + "&mms-type=video&__wa-mms=",
            plain + "&hash=" + token(file),
            path.replace("/v/", "/%76/")
        }) {
            assertThat(media.get(form).body()).as(form).isEqualTo(file);
        }
    }

    @Test
    void takesTheTokenInAllFormsThatClientsUse() {
        Bytes file = sample("tokens", 100);
        String padded = token(file) + "=";
        String path = media.upload("/mms/audio/" + token(file), file).directPath();
        assertThat(media.upload("/mms/audio/" + padded, file).directPath()).isEqualTo(path);
        String encoded = URLEncoder.encode(padded, StandardCharsets.UTF_8);
        assertThat(media.upload("/mms/audio/" + encoded, file).directPath()).isEqualTo(path);
    }

    @Test
    void takesUploadsUnderEveryPathOfTheKind() {
        for (String path : new String[] {
            "/mms/sticker-pack/", "/newsletter/newsletter-image/", "/product/image/", "/pps/photo/", "/o1/anything/"
        }) {
            Bytes file = sample(path, 50);
            assertThat(media.get(media.upload(path + token(file), file).directPath())
                            .body())
                    .as(path)
                    .isEqualTo(file);
        }
    }

    @Test
    void keepsAFileWhoseHashIsNotTheAnnouncedOne() {
        Bytes file = sample("mismatch", 100);
        String path =
                media.upload("/mms/image/" + token(sample("other", 5)), file).directPath();
        assertThat(media.get(path).body()).isEqualTo(file);
    }

    @Test
    void refusesUploadsWithoutPermission() {
        Bytes file = sample("refused", 10);
        for (String auth : new String[] {"", "wrong", "zzzzzzz-AAAA", media.auth() + "x"}) {
            MediaClient stranger = new MediaClient(sandbox.adminUri(), auth);
            assertThat(stranger.post("/mms/image/" + token(file), file, "").status())
                    .as(auth)
                    .isEqualTo(401);
        }
    }

    @Test
    void refusesPermissionsThatHaveEnded() {
        SteppedTime time = new SteppedTime();
        try (Sandbox other = Sandbox.start(
                SandboxConfig.builder().tls(false).clock(time.clock()).build(), time)) {
            MediaClient client = new MediaClient(other.adminUri(), authAt(other, time));
            Bytes file = sample("ended", 10);
            time.advance(Duration.ofSeconds(21_599));
            assertThat(client.post("/mms/image/" + token(file), file, "").status())
                    .isEqualTo(200);
            time.advance(Duration.ofSeconds(2));
            assertThat(client.post("/mms/image/" + token(file), file, "").status())
                    .isEqualTo(401);
        }
    }

    private String authAt(Sandbox place, SteppedTime time) {
        try (TestCompanion companion = new TestCompanion(place).at(time.clock().instant())) {
            companion.link(newPhone(place));
            companion.logIn();
            return MediaConnection.of(companion.client().ask(MediaConnection.request(companion.newId())))
                    .auth();
        }
    }

    private static String newPhone(Sandbox place) {
        return place.phones()
                .createAccount(java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty())
                .phone();
    }

    @Test
    void failsAsFaultsSay() {
        AdminClient admin = new AdminClient(sandbox);
        Bytes file = sample("faulty", 1000);
        String path = media.upload("/mms/image/" + token(file), file).directPath();
        for (int code : new int[] {401, 403, 404, 410, 500}) {
            admin.post(
                    "/admin/faults",
                    "{'fault':'media-error','count':1,'params':{'code':" + code + ",'on':'download'}}");
            assertThat(media.get(path).status()).isEqualTo(code);
        }
        admin.post("/admin/faults", "{'fault':'media-error','count':1,'params':{'code':500,'on':'upload'}}");
        assertThat(media.post("/mms/image/" + token(file), file, "").status()).isEqualTo(500);
        admin.post("/admin/faults", "{'fault':'media-wrong-bytes','count':1}");
        MediaClient.Reply damaged = media.get(path);
        assertThat(damaged.status()).isEqualTo(200);
        assertThat(damaged.body().size()).isEqualTo(1000);
        assertThat(damaged.body()).isNotEqualTo(file);
        admin.post("/admin/faults", "{'fault':'media-slow','count':1,'params':{'millis':20}}");
        long start = System.nanoTime();
        assertThat(media.get(path).body()).isEqualTo(file);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        admin.post("/admin/faults", "{'fault':'media-truncated','count':1}");
        assertThatThrownBy(() -> media.get(path)).isInstanceOf(UncheckedIOException.class);
        assertThat(media.get(path).body()).isEqualTo(file);
    }

    @Test
    void failsForTheAccountThatAFaultNames() {
        AdminClient admin = new AdminClient(sandbox);
        String phone = newPhone();
        MediaClient other = media;
        MediaClient own;
        try (TestCompanion companion = TestCompanion.linked(sandbox, phone)) {
            companion.logIn();
            own = new MediaClient(
                    sandbox.adminUri(),
                    MediaConnection.of(companion.client().ask(MediaConnection.request(companion.newId())))
                            .auth());
        }
        admin.post(
                "/admin/faults",
                "{'fault':'media-error','account':'" + phone + "','count':1,'params':{'code':403,'on':'upload'}}");
        Bytes file = sample("whose", 10);
        assertThat(other.post("/mms/image/" + token(file), file, "").status()).isEqualTo(200);
        assertThat(own.post("/mms/image/" + token(file), file, "").status()).isEqualTo(403);
    }

    @Test
    void givesPieces() {
        Bytes file = sample("pieces", 1000);
        String path = media.upload("/mms/document/" + token(file), file).directPath();
        MediaClient.Reply middle = media.get(path, "bytes=100-199");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(file.slice(100, 200));
        assertThat(middle.header("content-range")).isEqualTo("bytes 100-199/1000");
        assertThat(media.get(path, "bytes=990-").body()).isEqualTo(file.slice(990, 1000));
        assertThat(media.get(path, "bytes=-10").body()).isEqualTo(file.slice(990, 1000));
        assertThat(media.get(path, "bytes=900-5000").body()).isEqualTo(file.slice(900, 1000));
        assertThat(media.get(path, "bytes=1000-").status()).isEqualTo(416);
        assertThat(media.get(path, "lines=1-2").status()).isEqualTo(200);
    }

    @Test
    void tellsTheSizeWithoutTheFile() {
        Bytes file = sample("head", 321);
        String path = media.upload("/mms/document/" + token(file), file).directPath();
        MediaClient.Reply head = media.call("HEAD", path, BodyPublishers.noBody(), "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo("321");
        assertThat(head.body().isEmpty()).isTrue();
    }

    @Test
    void knowsNothingOfPathsItDidNotGive() {
        assertThat(media.get("/v/t62.7118-24/nothing.enc?x=1").status()).isEqualTo(404);
        assertThat(media.get("/v/t62.7118-24/..%2F..%2Fetc%2Fpasswd").status()).isEqualTo(404);
    }

    @Test
    void deletes() {
        Bytes file = sample("deleted", 10);
        String path = media.upload("/mms/md-msg-hist/" + token(file), file).directPath();
        assertThat(media.call("DELETE", path, BodyPublishers.noBody(), "").status())
                .isEqualTo(200);
        assertThat(media.get(path).status()).isEqualTo(404);
    }

    @Test
    void deletesHistoryByItsTokenAsClientsDoAfterReadingIt() {
        Bytes file = sample("history", 10);
        String path = media.upload("/mms/md-msg-hist/" + token(file), file).directPath();
        String address = "/mms/md-msg-hist/" + token(file) + "%3D?token=" + token(file) + "&auth=" + media.auth();
        assertThat(media.call("DELETE", address, BodyPublishers.noBody(), "").status())
                .isEqualTo(200);
        assertThat(media.get(path).status()).isEqualTo(404);
    }

    @Test
    void tellsExpiredFilesFromUnknownOnesAndTakesThemAgain() {
        SteppedTime time = new SteppedTime();
        try (Sandbox other = Sandbox.start(
                SandboxConfig.builder()
                        .tls(false)
                        .clock(time.clock())
                        .mediaAge(Duration.ofHours(1))
                        .build(),
                time)) {
            MediaClient client = new MediaClient(other.adminUri(), authAt(other, time));
            Bytes file = sample("expired", 10);
            String path = client.upload("/mms/image/" + token(file), file).directPath();
            time.advance(Duration.ofMinutes(61));
            assertThat(client.get(path).status()).isEqualTo(410);
            String again = client.upload("/mms/image/" + token(file), file).directPath();
            assertThat(again).isNotEqualTo(path);
            assertThat(client.get(again).body()).isEqualTo(file);
            assertThat(client.get(path).status()).isEqualTo(410);
        }
    }

    @Test
    void goesOnWhereAnUploadBrokeOff() throws IOException {
        Bytes file = sample("resumed", MEGABYTE);
        String path = "/mms/video/" + token(file);
        assertThat(media.post(path, Bytes.EMPTY, "&resume=1").text()).contains("\"resume\":\"0\"");
        breakOff(path, file, 700_000);
        long there = awaitProgress(path);
        assertThat(there).isBetween(1L, 700_000L);
        MediaClient.Reply rest = media.post(path, file.slice((int) there, file.size()), "&file_offset=" + there);
        assertThat(rest.status()).isEqualTo(200);
        assertThat(media.post(path, Bytes.EMPTY, "&resume=1").text())
                .contains("\"resume\":\"complete\"", "\"url\"", "\"direct_path\"");
        assertThat(media.get(MediaClient.Uploaded.of(rest).directPath()).body()).isEqualTo(file);
    }

    private void breakOff(String path, Bytes file, int count) throws IOException {
        URI uri = sandbox.adminUri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String head = "POST " + path + "?auth=" + media.auth() + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + file.size() + "\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(file.toByteArray(), 0, count);
            out.flush();
        }
    }

    /// How many bytes are there once the server has noticed that the upload broke off.
    private long awaitProgress(String path) {
        while (true) {
            String text = media.post(path, Bytes.EMPTY, "&resume=1").text();
            long there = Long.parseLong(text.replaceAll("\\D", ""));
            if (there > 0) {
                return there;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void refusesToGoOnFromBytesItDoesNotHave() {
        Bytes file = sample("hole", 100);
        assertThat(media.post("/mms/video/" + token(file), file, "&file_offset=50")
                        .status())
                .isEqualTo(416);
    }

    @Test
    void servesManyRequestsOnOneConnection() throws IOException {
        Bytes file = sample("pipelined", 10);
        String path = media.upload("/mms/image/" + token(file), file).directPath();
        URI uri = sandbox.adminUri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
            String admin = "GET /admin/stats HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n";
            String last = "GET /v/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((get + admin + get + last).getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).containsSubsequence("200 OK", "rulesBroken", "200 OK", "404 Not Found");
        }
    }

    @Test
    void keepsFilesOverARestart(@TempDir Path folder) {
        SandboxConfig config =
                SandboxConfig.builder().tls(false).dataFolder(folder).build();
        Bytes file = sample("restart", 5000);
        String path;
        String auth;
        try (Sandbox first = Sandbox.start(config)) {
            auth = auth(first);
            path = new MediaClient(first.adminUri(), auth)
                    .upload("/mms/image/" + token(file), file)
                    .directPath();
        }
        try (Sandbox second = Sandbox.start(config)) {
            MediaClient client = new MediaClient(second.adminUri(), auth);
            assertThat(client.get(path).body()).isEqualTo(file);
            assertThat(client.upload("/mms/image/" + token(file), file).directPath())
                    .isEqualTo(path);
        }
    }

    @Test
    void movesAHundredMegabytesThroughASmallHeap(@TempDir Path folder) throws Exception {
        try (SandboxProcess process = SandboxProcess.start(folder, "-Xmx40m");
                TestCompanion companion = new TestCompanion(process)) {
            companion.link(process.newPhone());
            companion.logIn();
            MediaConnection connection =
                    MediaConnection.of(companion.client().ask(MediaConnection.request(companion.newId())));
            MediaClient client = new MediaClient(
                    URI.create("http://" + connection.hosts().getFirst().hostname()), connection.auth());
            MessageDigest sent = MessageDigest.getInstance("SHA-256");
            MediaClient.Reply reply = client.call(
                    "POST",
                    "/mms/document/large?auth=" + client.auth(),
                    BodyPublishers.ofInputStream(() -> new DigestInputStream(megabytes(110), sent)),
                    "");
            assertThat(reply.status()).isEqualTo(200);
            MessageDigest received = MessageDigest.getInstance("SHA-256");
            OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), received);
            assertThat(client.download(MediaClient.Uploaded.of(reply).directPath(), sink))
                    .isEqualTo(110L * MEGABYTE);
            assertThat(received.digest()).isEqualTo(sent.digest());
        }
    }

    private static InputStream megabytes(int count) {
        byte[] one = sample("large", MEGABYTE).toByteArray();
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, count)
                .<InputStream>mapToObj(_ -> new ByteArrayInputStream(one))
                .toList()));
    }
}
