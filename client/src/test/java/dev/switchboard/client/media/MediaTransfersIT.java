// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.switchboard.client.connection.NettyConnector;
import dev.switchboard.client.media.FakeMediaServer.Mishap;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.client.work.WheelTimer;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.stanza.MediaConnection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files to and from a media store over real sockets.
class MediaTransfersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGE = 1_500_000;

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final SeededRandom random = SeededRandom.of("media transfers");
    private final AtomicInteger asked = new AtomicInteger();
    private NettyConnector connector;
    private WheelTimer timer;
    private FakeMediaServer store;
    private volatile Answer<MediaConnection> hosts = new Answer.NotConnected<>();

    @BeforeEach
    void start() {
        connector = new NettyConnector(1);
        timer = new WheelTimer();
        store = new FakeMediaServer(folder);
        tell(store.authority());
    }

    @AfterEach
    void stop() {
        store.close();
        connector.close();
        timer.close();
    }

    private void tell(String... names) {
        hosts = new Answer.Given<>(new MediaConnection(
                store.auth,
                Duration.ofSeconds(300),
                Duration.ofSeconds(21_600),
                List.of(names).stream()
                        .map(name -> new MediaConnection.Host(name, name.equals("fallback")))
                        .toList()));
    }

    private MediaTransfers transfers() {
        return transfers(Optional.empty());
    }

    private MediaTransfers transfers(Optional<ProxySettings> proxy) {
        NetworkEndpoint endpoint = new NetworkEndpoint(
                URI.create("ws://127.0.0.1:1/ws/chat"), "https://web.whatsapp.com", Bytes.EMPTY, Optional.empty());
        return new MediaTransfers(
                new MediaNetwork(connector.http(), endpoint, proxy, PATIENCE, timer), clock, random, then -> {
                    asked.incrementAndGet();
                    then.accept(hosts);
                });
    }

    private byte[] file(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static MediaSource source(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    private static byte[] read(MediaTransfers transfers, MediaReference file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        transfers.download(file, out, MediaTransfers.LARGEST);
        return out.toByteArray();
    }

    private MediaFault.Kind fault(MediaReference file) {
        return catchThrowableOfType(MediaFault.class, () -> read(transfers(), file))
                .kind();
    }

    @Test
    void whatIsUploadedIsEncryptedAndComesBackPlain() throws Exception {
        MediaTransfers transfers = transfers();
        for (int size : new int[] {0, 1, 15, 16, 17, 70_000, LARGE}) {
            byte[] plain = file(size);
            UploadedMedia uploaded =
                    transfers.upload(MediaKind.IMAGE, source(plain).as("image/png"));
            MediaReference file = uploaded.reference();
            assertThat(file.mimetype()).contains("image/png");
            assertThat(uploaded.handle()).contains("H1");
            assertThat(uploaded.uploaded()).isEqualTo(clock.instant());
            assertThat(file.expected().fileSha256()).contains(Bytes.copyOf(Sha.sha256(plain)));
            byte[] stored = store.stored(file.directPath().orElseThrow());
            assertThat(file.expected().fileEncSha256()).contains(Bytes.copyOf(Sha.sha256(stored)));
            assertThat(read(transfers, file)).isEqualTo(plain);
        }
        assertThat(asked.get()).as("hosts are asked for once").isEqualTo(1);
    }

    @Test
    void soundAndFilmGetTheirSidecar() throws Exception {
        assertThat(transfers().upload(MediaKind.VIDEO, source(file(200_000))).streamingSidecar())
                .isPresent();
        assertThat(transfers().upload(MediaKind.DOCUMENT, source(file(10))).streamingSidecar())
                .isEmpty();
    }

    @Test
    void filesOfChannelsStayAsTheyAre() throws Exception {
        byte[] plain = file(100_000);
        UploadedMedia uploaded = transfers().uploadOpenly(MediaKind.IMAGE, source(plain));
        assertThat(store.stored(uploaded.reference().directPath().orElseThrow()))
                .isEqualTo(plain);
        assertThat(uploaded.reference().key()).isEmpty();
        assertThat(store.seen.getFirst().target()).startsWith("/newsletter/newsletter-image/");
        assertThat(read(transfers(), uploaded.reference())).isEqualTo(plain);
        store.damage(uploaded.reference().directPath().orElseThrow(), 50);
        assertThat(fault(uploaded.reference())).isEqualTo(MediaFault.Kind.CORRUPT);
    }

    @Test
    void everyRequestSaysWhereItComesFrom() throws Exception {
        MediaTransfers transfers = transfers();
        read(transfers, transfers.upload(MediaKind.IMAGE, source(file(10))).reference());
        assertThat(store.seen).allMatch(seen -> seen.origin().equals("https://web.whatsapp.com"));
        assertThat(store.seen.getLast().target()).contains("&hash=", "&mms-type=image", "&__wa-mms=");
    }

    @Test
    void damageIsFoundBeforeTheEnd() throws Exception {
        for (int at : new int[] {0, 40_000, 99_990}) {
            UploadedMedia uploaded = transfers().upload(MediaKind.VIDEO, source(file(100_000)));
            store.damage(uploaded.reference().directPath().orElseThrow(), at);
            assertThat(fault(uploaded.reference())).isEqualTo(MediaFault.Kind.CORRUPT);
        }
        UploadedMedia uploaded = transfers().upload(MediaKind.VIDEO, source(file(100_000)));
        store.truncate(uploaded.reference().directPath().orElseThrow(), 60_000);
        assertThat(fault(uploaded.reference())).isEqualTo(MediaFault.Kind.CORRUPT);
    }

    @Test
    void anotherFileThanTheAnnouncedOneIsRefused() throws Exception {
        MediaReference file =
                transfers().upload(MediaKind.IMAGE, source(file(5_000))).reference();
        MediaReference other = new MediaReference(
                file.kind(),
                file.mimetype(),
                file.directPath(),
                file.url(),
                file.key(),
                new MediaDecryptor.Expected(
                        Optional.of(Bytes.copyOf(new byte[32])),
                        file.expected().fileEncSha256(),
                        OptionalLong.empty()));
        assertThat(fault(other)).isEqualTo(MediaFault.Kind.CORRUPT);
    }

    @Test
    void aFileLargerThanAllowedIsNotReadToItsEnd() throws Exception {
        MediaReference file =
                transfers().upload(MediaKind.DOCUMENT, source(file(LARGE))).reference();
        MediaFault fault = catchThrowableOfType(
                MediaFault.class, () -> transfers().download(file, new ByteArrayOutputStream(), 100_000));
        assertThat(fault.kind()).isEqualTo(MediaFault.Kind.CORRUPT);
    }

    @Test
    void whatTheStoreHasNoMoreIsSaidSo() throws Exception {
        MediaReference file =
                transfers().upload(MediaKind.IMAGE, source(file(10))).reference();
        store.mishaps.add(new Mishap.Status(410));
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.GONE);
        store.mishaps.add(new Mishap.Status(404));
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.NOT_FOUND);
        store.mishaps.add(new Mishap.Status(403));
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.FORBIDDEN);
        store.mishaps.add(new Mishap.Status(401));
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.FORBIDDEN);
        assertThat(MediaFault.Kind.GONE.phoneMayHelp()).isTrue();
    }

    @Test
    void aDownloadGoesOnWhereItBrokeOff() throws Exception {
        byte[] plain = file(LARGE);
        MediaTransfers transfers = transfers();
        MediaReference file = transfers.upload(MediaKind.VIDEO, source(plain)).reference();
        store.mishaps.add(new Mishap.BreakOff(400_000));
        store.mishaps.add(new Mishap.Status(503));
        store.mishaps.add(new Mishap.BreakOff(300_000));
        assertThat(read(transfers, file)).isEqualTo(plain);
    }

    @Test
    void aServerWithoutRangesIsReadAnew() throws Exception {
        byte[] plain = file(LARGE);
        MediaTransfers transfers = transfers();
        MediaReference file = transfers.upload(MediaKind.VIDEO, source(plain)).reference();
        store.mishaps.add(new Mishap.BreakOff(400_000));
        store.mishaps.add(new Mishap.IgnoreRange());
        assertThat(read(transfers, file)).isEqualTo(plain);
    }

    @Test
    void anUploadGoesOnWhereItBrokeOff() throws Exception {
        byte[] plain = file(LARGE);
        store.mishaps.add(new Mishap.BreakOff(600_000));
        MediaTransfers transfers = transfers();
        MediaReference file = transfers.upload(MediaKind.VIDEO, source(plain)).reference();
        assertThat(store.seen.stream().map(FakeMediaServer.Seen::target))
                .anyMatch(target -> target.contains("&resume=1"))
                .anyMatch(target -> target.contains("&file_offset="));
        assertThat(read(transfers, file)).isEqualTo(plain);
    }

    @Test
    void anUploadIsTriedAgainAfterTroubleOfTheServer() throws Exception {
        byte[] plain = file(1_000);
        store.mishaps.add(new Mishap.Status(503));
        store.mishaps.add(new Mishap.Status(429));
        MediaTransfers transfers = transfers();
        assertThat(read(
                        transfers,
                        transfers.upload(MediaKind.IMAGE, source(plain)).reference()))
                .isEqualTo(plain);
    }

    @Test
    void aPermissionThatHasRunOutIsRenewedOnce() throws Exception {
        MediaTransfers transfers = transfers();
        transfers.upload(MediaKind.IMAGE, source(file(10)));
        store.auth = "NEW";
        tell(store.authority());
        transfers.upload(MediaKind.IMAGE, source(file(10)));
        assertThat(asked.get()).isEqualTo(2);
        store.auth = "NEWER";
        MediaFault fault =
                catchThrowableOfType(MediaFault.class, () -> transfers.upload(MediaKind.IMAGE, source(file(10))));
        assertThat(fault.kind()).isEqualTo(MediaFault.Kind.FORBIDDEN);
    }

    @Test
    void hostsAreAskedForAgainWhenTheirTimeIsOver() throws Exception {
        MediaTransfers transfers = transfers();
        transfers.upload(MediaKind.IMAGE, source(file(10)));
        clock.advance(Duration.ofSeconds(299));
        transfers.upload(MediaKind.IMAGE, source(file(10)));
        assertThat(asked.get()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        transfers.upload(MediaKind.IMAGE, source(file(10)));
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void theNextHostIsTakenWhereOneIsDead() throws Exception {
        String dead = "127.0.0.1:1";
        tell(dead, store.authority());
        byte[] plain = file(1_000);
        MediaTransfers transfers = transfers();
        MediaReference file = transfers.upload(MediaKind.IMAGE, source(plain)).reference();
        assertThat(read(transfers, file)).isEqualTo(plain);
        tell(dead);
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.NETWORK);
    }

    @Test
    void withoutAConnectionThereAreNoHosts() throws Exception {
        MediaReference file =
                transfers().upload(MediaKind.IMAGE, source(file(10))).reference();
        hosts = new Answer.NotConnected<>();
        assertThat(fault(file)).isEqualTo(MediaFault.Kind.NOT_CONNECTED);
    }

    @Test
    void hostsKnownFromBeforeDoForDownloads() throws Exception {
        MediaTransfers transfers = transfers();
        byte[] plain = file(10);
        MediaReference file = transfers.upload(MediaKind.IMAGE, source(plain)).reference();
        hosts = new Answer.NotConnected<>();
        clock.advance(Duration.ofHours(1));
        assertThat(read(transfers, file)).isEqualTo(plain);
    }

    @Test
    void pathsThatLeadElsewhereAreRefused() throws Exception {
        MediaReference good =
                transfers().upload(MediaKind.IMAGE, source(file(10))).reference();
        for (String path : List.of(
                "", "x", "@evil.test/x", "//evil.test/x", "/a b", "/a\r\nhost: evil.test", "/ä", "http://evil.test/")) {
            MediaReference bad = new MediaReference(
                    good.kind(),
                    good.mimetype(),
                    Optional.of(path),
                    Optional.empty(),
                    good.key(),
                    MediaDecryptor.Expected.NOTHING);
            assertThat(fault(bad)).as(path).isEqualTo(MediaFault.Kind.NO_PLACE);
        }
        int before = store.seen.size();
        MediaReference elsewhere = new MediaReference(
                good.kind(),
                good.mimetype(),
                Optional.empty(),
                Optional.of("https://127.0.0.1:1/v/secret"),
                good.key(),
                MediaDecryptor.Expected.NOTHING);
        assertThat(fault(elsewhere)).isEqualTo(MediaFault.Kind.NOT_FOUND);
        assertThat(store.seen.get(before).target())
                .as("only the path of an address counts")
                .startsWith("/v/secret");
    }

    @Test
    void aSourceThatChangesIsNotSent() {
        AtomicInteger readings = new AtomicInteger();
        MediaSource restless = () -> new ByteArrayInputStream(new byte[] {(byte) readings.incrementAndGet()});
        MediaFault fault =
                catchThrowableOfType(MediaFault.class, () -> transfers().upload(MediaKind.IMAGE, restless));
        assertThat(fault.kind()).isEqualTo(MediaFault.Kind.SOURCE);
        MediaSource broken = () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("unreadable");
            }
        };
        assertThat(catchThrowableOfType(MediaFault.class, () -> transfers().upload(MediaKind.IMAGE, broken))
                        .kind())
                .isEqualTo(MediaFault.Kind.SOURCE);
    }

    @Test
    void mediaGoThroughTheProxyToo() throws Exception {
        byte[] plain = file(LARGE);
        for (String scheme : List.of("http", "socks5")) {
            try (ForwardProxy proxy = new ForwardProxy()) {
                MediaTransfers transfers =
                        transfers(Optional.of(ProxySettings.parse(scheme + "://u:p@127.0.0.1:" + proxy.port())));
                MediaReference file =
                        transfers.upload(MediaKind.VIDEO, source(plain)).reference();
                assertThat(read(transfers, file)).isEqualTo(plain);
                assertThat(proxy.asked()).hasSizeGreaterThanOrEqualTo(2).allMatch(store.authority()::equals);
            }
        }
    }
}
