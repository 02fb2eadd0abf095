// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.switchboard.client.device.Credentials;
import dev.switchboard.gateway.companion.DeviceCells;
import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.Message;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/// A linked device that sends and receives texts and pictures with every logger at TRACE; then its keys are taken out
/// of the sealed columns and looked for in the log and in everything else that is in the database.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeviceSecretsIT {
    private static final String SESSION = "secrets";
    private static final int SOME = 30;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Map<String, Bytes> secrets = new LinkedHashMap<>();
    private final List<Sealed> cells = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    private SandboxWorld world;
    private Vault vault;

    /// A sealed value, where it was found, and what is in it.
    private record Sealed(Cell place, byte[] sealed, byte[] plain) {}

    private final class Keeping extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeAll
    void live() throws Exception {
        world = SandboxWorld.of(DeviceSecretsIT.class);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Keeping keeping = new Keeping();
        keeping.setContext(context);
        keeping.start();
        List<Appender<ILoggingEvent>> before = new ArrayList<>();
        Level level = root.getLevel();
        try (OurGateway gateway = new OurGateway(world)) {
            root.iteratorForAppenders().forEachRemaining(before::add);
            root.addAppender(keeping);
            before.forEach(root::detachAppender);
            root.setLevel(Level.TRACE);
            context.getLogger("dev.switchboard").setLevel(Level.TRACE);
            converse(gateway);
        } finally {
            root.setLevel(level);
            context.getLogger("dev.switchboard").setLevel(null);
            before.forEach(root::addAppender);
            root.detachAppender(keeping);
        }
        readDatabase(world.folderFor("gateway"));
    }

    @AfterAll
    void stop() {
        log.clear();
        world.close();
    }

    private void converse(OurGateway gateway) throws IOException {
        String shop = world.newAccount("shop").phone();
        String customer = world.newAccount("customer").phone();
        gateway.linkByQr(SESSION, shop);
        gateway.awaitStatus(SESSION, gateway.send(SESSION, customer, "plain words"), "sent");
        String picture = Base64.getEncoder().encodeToString(picture());
        var sent = gateway.post(SESSION, "/messages", Map.of("to", customer, "image", Map.of("base64", picture)));
        world.admin().awaitMessage(customer, sent.path("id").asText(), message -> message.sha256() != null);
        var id = world.admin()
                .phoneSends(customer, Map.of("to", shop, "image", Map.of("file", "data:image/png;base64," + picture)))
                .id();
        var received = gateway.awaitMessage(SESSION, id, message -> message.has("media"));
        gateway.file(SESSION, received.at("/media/id").asText());
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private void readDatabase(Path folder) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("switchboard.db"))) {
            byte[] wrapped;
            try (var tenant = db.createStatement().executeQuery("SELECT wrapped_key FROM tenant WHERE id = 'main'")) {
                tenant.next();
                wrapped = tenant.getBytes(1);
            }
            SeededRandom random = SeededRandom.of("device secrets");
            MasterKey master = MasterKey.ofFile(folder.resolve("master.key"), () -> true, "the database", random);
            vault = new Vault(master, _ -> wrapped, InstantSource.system(), random);
            List<String> tables = new ArrayList<>();
            try (var names = db.createStatement().executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                readTable(db, table);
            }
        }
    }

    private void readTable(Connection db, String table) throws SQLException, IOException {
        try (var rows = db.createStatement().executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    byte[] value = rows.getBytes(i);
                    values.add(value == null ? "" : new String(value, StandardCharsets.ISO_8859_1));
                    if (value != null) {
                        row.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
                    }
                }
                place(table, row).ifPresent(place -> {
                    byte[] sealed = (byte[]) row.get(place.column());
                    cells.add(new Sealed(place, sealed, vault.open(place, sealed)));
                });
            }
        }
        for (Sealed cell : cells) {
            if (cell.place().table().equals(table)) {
                learn(cell);
            }
        }
    }

    private static Optional<Cell> place(String table, Map<String, Object> row) {
        if (!(row.get("session_ref") instanceof Number session)) {
            return Optional.empty();
        }
        if (table.equals("media") && row.containsKey("remote")) {
            return Optional.of(new Cell(
                    "main", session.longValue(), "media", "media", row.get("id").toString(), "remote"));
        }
        return DeviceCells.cell("main", session.longValue(), table, row::get);
    }

    /// Takes the keys out of an opened value.
    private void learn(Sealed cell) throws IOException {
        Bytes plain = Bytes.of(cell.plain());
        switch (cell.place().table()) {
            case "device_credentials" -> {
                var keys = Credentials.decode(plain).keys();
                secrets.put("noise key", keys.noise().privateKey().bytes());
                secrets.put("identity key", keys.identity().privateKey().bytes());
                secrets.put("secret of the link", keys.advSecret());
                secrets.put(
                        "signed pre-key",
                        keys.signedPreKeys().getFirst().keyPair().privateKey().bytes());
            }
            case "pre_key" -> {
                if (Integer.parseInt(cell.place().row()) <= SOME) {
                    secrets.put("pre-key " + cell.place().row(), plain);
                }
            }
            case "media" -> secrets.put("key of the received picture", mediaKey(content(cell.plain())));
            case "sent_message" -> {
                Optional<MediaReference> file = MediaReference.of(Message.parseFrom(cell.plain()));
                file.flatMap(MediaReference::key).ifPresent(key -> secrets.put("key of the sent picture", key.bytes()));
            }
            default -> {
                // its content is looked for as a whole
            }
        }
    }

    /// The message in what is kept of a file.
    private static byte[] content(byte[] remote) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(remote))) {
            in.readUnsignedByte();
            in.readUTF();
            in.readUTF();
            in.readBoolean();
            in.readUTF();
            return in.readNBytes(in.readInt());
        }
    }

    private static Bytes mediaKey(byte[] message) throws IOException {
        return MediaReference.of(Message.parseFrom(message))
                .flatMap(MediaReference::key)
                .orElseThrow()
                .bytes();
    }

    private static List<String> forms(Bytes secret) {
        return List.of(
                new String(secret.toByteArray(), StandardCharsets.ISO_8859_1),
                secret.hex(),
                Base64.getEncoder().withoutPadding().encodeToString(secret.toByteArray()),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret.toByteArray()));
    }

    private static void absent(String name, Bytes secret, String where) {
        assertThat(secret.size()).as(name).isGreaterThanOrEqualTo(16);
        assertThat(forms(secret).stream().anyMatch(where::contains)).as(name).isFalse();
    }

    @Test
    void keysOfADeviceAndOfFilesAreNeitherInTheLogNorInPlainColumns() {
        assertThat(secrets)
                .containsKeys(
                        "noise key",
                        "identity key",
                        "signed pre-key",
                        "secret of the link",
                        "key of the sent picture",
                        "key of the received picture");
        assertThat(secrets).hasSizeGreaterThan(20);
        assertThat(log).hasSizeGreaterThan(100);
        assertThat(values).as("what is no secret is there").contains("plain words");
        String logged = String.join("\n", log);
        String kept = String.join("\n", values);
        secrets.forEach((name, secret) -> {
            absent(name + " in the log", secret, logged);
            absent(name + " in the database", secret, kept);
        });
    }

    @Test
    void everySealedValueOfADeviceOpensAtItsPlaceOnly() {
        assertThat(cells)
                .extracting(cell -> cell.place().table())
                .contains("device_credentials", "signal_session", "pre_key", "sync_key", "sent_message", "media");
        String kept = String.join("\n", values);
        for (Sealed cell : cells) {
            Cell place = cell.place();
            assertThat(cell.sealed()).isNotEqualTo(cell.plain());
            Cell elsewhere = new Cell(
                    place.tenant(), place.session() + 1, place.purpose(), place.table(), place.row(), place.column());
            assertThatThrownBy(() -> vault.open(elsewhere, cell.sealed())).isInstanceOf(SecretsUnreadable.class);
            if (cell.plain().length >= 32 && !place.table().equals("pre_key")) {
                absent("the content of " + place.table(), Bytes.of(cell.plain()), kept);
            }
        }
    }
}
