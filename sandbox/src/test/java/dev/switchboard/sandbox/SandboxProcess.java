// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.testclient.Site;
import dev.switchboard.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A sandbox in a process of its own, to be killed.
final class SandboxProcess implements Site, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private SandboxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// What the process runs.
    public static void main(String[] arguments) throws InterruptedException {
        Sandbox sandbox = Sandbox.start(SandboxConfig.builder()
                .tls(false)
                .dataFolder(Path.of(arguments[0]))
                .build());
        System.out.println(sandbox.port());
        Thread.currentThread().join();
    }

    static SandboxProcess start(Path data) throws IOException {
        return start(data, "-Xmx512m");
    }

    /// Starts one with this bound on its heap.
    static SandboxProcess start(Path data, String heap) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new SandboxProcess(process, Integer.parseInt(out.readLine()));
    }

    /// Ends it as a power cut would, as far as the process is concerned.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    String newPhone() {
        return ask("POST", "/admin/accounts", "{}").get("phone").textValue();
    }

    @Override
    public URI chatUri() {
        return URI.create("ws://127.0.0.1:" + port + "/ws/chat");
    }

    @Override
    public String caPem() {
        return "";
    }

    @Override
    public Bytes noiseRoot() {
        return Bytes.fromHex(text("GET", "/admin/noise-root", "").strip());
    }

    @Override
    public LinkedDevice scan(String qr, String phone) {
        JsonNode linked = ask("POST", "/admin/mock-phone/scan-qr?account=" + phone, qr);
        return new LinkedDevice(
                linked.get("account").textValue(),
                linked.get("lid").textValue(),
                linked.get("device").intValue());
    }

    private JsonNode ask(String method, String path, String body) {
        try {
            return JSON.readTree(text(method, path, body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String text(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
