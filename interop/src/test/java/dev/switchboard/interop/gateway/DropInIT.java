// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.testkit.node.NodeProject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A JavaScript program written for another gateway runs against ours as it is: the calls of seed 000's integration
/// guide, by axios, against the demo form with the sandbox, at the demo's pace.
@RequiresProgram({"node", "npm"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DropInIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SandboxWorld world;
    private RunningGateway gateway;

    @BeforeAll
    void start() {
        world = SandboxWorld.of(DropInIT.class);
        gateway = GatewayApplication.start(GatewayConfig.builder(world.folderFor("gateway"))
                .port(0)
                .morePorts(List.of(new RolePort(0, PortRole.CLIENTS)))
                .demo(true)
                .network(NetworkSettings.of(world.chatUri(), world.noiseRoot().hex(), Optional.of(world.caFile())))
                .build());
    }

    @AfterAll
    void stop() {
        gateway.close();
        world.close();
    }

    @Test
    void programOfTheIntegrationGuideRuns() throws Exception {
        var owner = world.newAccount("owner").phone();
        var first = world.newAccount("first customer").phone();
        var second = world.newAccount("second customer").phone();
        var program = NodeProject.ofCheckout()
                .script(
                        "dropin.mjs",
                        List.of(),
                        "http://localhost:" + gateway.port(PortRole.CLIENTS),
                        "main-business-account",
                        first,
                        second)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = program.inputReader(StandardCharsets.UTF_8)) {
            assertThat(step(said, "created").at("/created/clientId").asText()).isEqualTo("main-business-account");
            world.admin().scanQr(owner, scanned(step(said, "qr").path("qr").asText()));
            assertThat(step(said, "connected").path("connected").asBoolean()).isTrue();
            arrives(first, step(said, "sent").at("/sent/messageId").asText(), "Hello from API!");
            var results = step(said, "bulk").path("results");
            arrives(first, results.get(0).path("messageId").asText(), "one");
            assertThat(results.get(1).path("success").asBoolean()).isFalse();
            arrives(second, results.get(2).path("messageId").asText(), "two");
            arrives(
                    second,
                    step(said, "order").at("/sent/messageId").asText(),
                    "🎉 ORD-12345\n\n- Product A x2\n- Product B x1");
            arrives(first, step(said, "authenticated").at("/sent/messageId").asText(), "Hello!");
            assertThat(step(said, "campaign").at("/campaign/campaign/total").asInt())
                    .isEqualTo(1);
            awaitText(second, "20%");
            assertThat(step(said, "automation").at("/automation/success").asBoolean())
                    .isTrue();
            world.admin().sendText(first, owner, "is anybody there?");
            awaitText(first, "Thanks for reaching out!");
            var end = step(said, "end");
            assertThat(end.at("/metrics/metrics/messagesSent").isNumber()).isTrue();
            assertThat(end.at("/health/clients/connected").asInt()).isEqualTo(1);
        } finally {
            program.destroy();
        }
    }

    private static JsonNode step(BufferedReader said, String name) throws IOException {
        var line = said.readLine();
        assertThat(line).as("step " + name).isNotNull();
        var step = JSON.readTree(line);
        assertThat(step.path("step").asText()).as(line).isEqualTo(name);
        return step;
    }

    /// What a phone's camera reads off the picture.
    private static String scanned(String dataUrl) throws Exception {
        assertThat(dataUrl).startsWith("data:image/png;base64,");
        var png = Base64.getDecoder().decode(dataUrl.substring(dataUrl.indexOf(',') + 1));
        var image = ImageIO.read(new ByteArrayInputStream(png));
        var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new QRCodeReader()
                .decode(new BinaryBitmap(new GlobalHistogramBinarizer(
                        new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))))
                .getText();
    }

    /// The phone shows the message once, under the id that the program was told.
    private void arrives(String phone, String messageId, String text) {
        var prefix = "true_" + phone + "@c.us_";
        assertThat(messageId).startsWith(prefix);
        var shown = world.admin().awaitMessage(phone, messageId.substring(prefix.length()), message -> true);
        assertThat(shown.text()).isEqualTo(text);
        assertThat(shown.copies()).isEqualTo(1);
    }

    private void awaitText(String phone, String part) {
        SandboxAdmin.await(
                "a message with " + part,
                () -> world.admin().inbox(phone).stream()
                        .filter(message -> String.valueOf(message.text()).contains(part))
                        .findFirst(),
                () -> "it has " + world.admin().inbox(phone).size() + " messages");
    }
}
