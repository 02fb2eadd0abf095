// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path HOME = Path.of("/home/somebody");

    private static GatewayConfig of(Map<String, String> flags, Map<String, String> environment) {
        return Settings.of(flags, environment, Map.of(), HOME).config();
    }

    @Test
    void pinsDefaults() {
        GatewayConfig config = of(Map.of(), Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(3000);
        assertThat(config.morePorts()).isEmpty();
        assertThat(config.dataFolder()).isEqualTo(HOME.resolve(".switchboard"));
        assertThat(config.demo()).isFalse();
        assertThat(config.encryptionKey()).isEmpty();
        assertThat(config.defaultSession()).isEqualTo("default");
        assertThat(config.network()).isEqualTo(NetworkSettings.REAL);
        assertThat(config.limits())
                .isEqualTo(new SendLimits(true, 20, 100, 1000, Duration.ofSeconds(2), Duration.ofSeconds(5)));
        assertThat(config.restoreAtOnce()).isEqualTo(32);
        assertThat(config.maxBodyBytes()).isEqualTo(1_048_576);
    }

    @Test
    void pinsNames() {
        assertThat(java.util.Arrays.stream(Setting.values()).map(Setting::variable))
                .contains("SWITCHBOARD_PORT", "SWITCHBOARD_NETWORK_TRUST_ROOT", "SWITCHBOARD_SEND_GAP_MIN")
                .doesNotHaveDuplicates();
    }

    @Test
    void flagsWinOverEnvironmentOverForeignNamesOverFile() {
        Settings settings = Settings.of(
                Map.of("port", "1"), Map.of("SWITCHBOARD_PORT", "2", "PORT", "3"), Map.of("port", "4"), HOME);
        assertThat(settings.config().port()).isEqualTo(1);
        assertThat(of(Map.of(), Map.of("SWITCHBOARD_PORT", "2", "PORT", "3")).port())
                .isEqualTo(2);
        assertThat(of(Map.of(), Map.of("PORT", "3")).port()).isEqualTo(3);
        assertThat(Settings.of(Map.of(), Map.of(), Map.of("port", "4"), HOME)
                        .config()
                        .port())
                .isEqualTo(4);
    }

    @Test
    void readsEveryKind() {
        GatewayConfig config = of(
                Map.of(
                        "data", "~/elsewhere",
                        "network-endpoint", "wss://127.0.0.1:8443/ws/chat",
                        "network-trust-root", "ab".repeat(32),
                        "send-gap-max", "1m",
                        "send-gap-min", "500ms",
                        "sessions-port", "3001",
                        "clients-port", "3002"),
                Map.of("CLIENT_ID", "main", "UNRELATED", "x", "SWITCHBOARD_SEND_PER_DAY", "5000"));
        assertThat(config.dataFolder()).isEqualTo(HOME.resolve("elsewhere"));
        assertThat(config.network().endpoint()).contains(URI.create("wss://127.0.0.1:8443/ws/chat"));
        assertThat(config.network().trustRoot()).contains("ab".repeat(32));
        assertThat(config.limits().gapMax()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.limits().gapMin()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.limits().perDay()).isEqualTo(5000);
        assertThat(config.defaultSession()).isEqualTo("main");
        assertThat(config.morePorts())
                .containsExactly(new RolePort(3001, PortRole.SESSIONS), new RolePort(3002, PortRole.CLIENTS));
        assertThat(of(Map.of("send-limits", "off"), Map.of()).limits()).isEqualTo(SendLimits.OFF);
        assertThat(of(Map.of("network-proxy", ""), Map.of()).network().proxy()).isEqualTo(Optional.empty());
    }

    @Test
    void whatTheCommandsReadFromTheEnvironmentStopsNoStart() {
        assertThat(of(Map.of(), Map.of("SWITCHBOARD_URL", "http://127.0.0.1:1", "SWITCHBOARD_API_KEY", "sbk_x"))
                        .port())
                .isEqualTo(3000);
    }

    @Test
    void unknownNamesStopTheStart() {
        assertThatThrownBy(() -> of(Map.of("prot", "1"), Map.of()))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("prot")
                .hasMessageContaining("port");
        assertThatThrownBy(() -> of(Map.of(), Map.of("SWITCHBOARD_PROT", "1")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("SWITCHBOARD_PORT");
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of("x", "1"), HOME))
                .isInstanceOf(ConfigurationRefused.class);
        Map<String, String> ofCommands =
                Map.of("SWITCHBOARD_URL", "http://127.0.0.1:3000", "SWITCHBOARD_API_KEY", "secret");
        assertThat(of(Map.of(), ofCommands).port()).isEqualTo(3000);
    }

    @Test
    void unacceptableValuesStopTheStartAndAreNotRepeated() {
        for (Map<String, String> flags : List.of(
                Map.of("port", "many"),
                Map.of("port", "70000"),
                Map.of("demo", "yes"),
                Map.of("send-limits", "maybe"),
                Map.of("send-gap-min", "2"),
                Map.of("send-gap-min", "10s"),
                Map.of("send-per-minute", "0"),
                Map.of("network-trust-root", "zz"),
                Map.of("network-endpoint", "not an address"),
                Map.of("restore-at-once", "0"),
                Map.of("max-body-bytes", "1"))) {
            assertThatThrownBy(() -> of(flags, Map.of())).as(flags.toString()).isInstanceOf(ConfigurationRefused.class);
        }
    }

    @Test
    void environmentOfEverySeedStartsOurs() {
        String file = """
                # Company Configuration
                PORT=3001
                NODE_ENV=development
                WS_PORT=3002
                LOG_LEVEL=debug
                WHATSAPP_SERVICE_TOKEN="secret token"
                WHATSAPP_SESSIONS_PATH=./sessions      # Sessions storage path
                WHATSAPP_PROVIDER=baileys              # Provider: baileys or venom
                USE_PAIRING_CODE=true
                YCLIENTS_COMPANY_ID=962302            # Default company ID
                COMPANY_PHONE=79686484488
                REDIS_URL=redis://localhost:6379
                RATE_LIMIT_WINDOW=60000
                RATE_LIMIT_MAX_REQUESTS=30
                QR_CODE_TTL=60000
                PAIRING_CODE_TTL=30000
                SESSION_TTL=3600000
                MAX_RECONNECT_ATTEMPTS=10
                WHATSAPP_MAX_CONNECTIONS=10
                WHATSAPP_MESSAGE_RATE_LIMIT=15
                """;
        Map<String, String> environment = EnvironmentFile.parse(file);
        GatewayConfig config = of(Map.of(), environment);
        assertThat(config.port()).isEqualTo(3001);
        assertThat(config.morePorts()).containsExactly(new RolePort(3002, PortRole.NATIVE));
        assertThat(config.logLevel()).isEqualTo("debug");
        assertThat(config.dataFolder()).isEqualTo(Path.of("./sessions"));
        assertThat(config.defaultSession()).isEqualTo("962302");
        assertThat(config.access())
                .isEqualTo(new AccessSettings(
                        Optional.of("secret token"),
                        30,
                        Duration.ofMinutes(1),
                        200,
                        10,
                        Duration.ofHours(1),
                        List.of()));
        assertThat(config.linking())
                .isEqualTo(new LinkingSettings(
                        true,
                        Optional.of("79686484488"),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        "baileys",
                        10));
        assertThat(config.limits().perMinute()).isEqualTo(15);
        assertThat(Settings.meaningless(environment).orElseThrow())
                .startsWith("NODE_ENV, REDIS_URL mean nothing here")
                .contains("DATABASE_URL");
        assertThat(Settings.meaningless(Map.of("PATH", "x"))).isEmpty();
    }

    @Test
    void requestsAreLimitedUnlessItIsTheDemo() {
        assertThat(of(Map.of(), Map.of()).access().requests()).isEqualTo(600);
        assertThat(of(Map.of("demo", "true"), Map.of()).access().requests()).isZero();
        assertThat(of(Map.of("demo", "true"), Map.of("RATE_LIMIT_WINDOW", "1000"))
                        .access()
                        .requests())
                .isEqualTo(30);
    }
}
