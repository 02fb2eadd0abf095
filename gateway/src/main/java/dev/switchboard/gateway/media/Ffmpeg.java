// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Converts and measures voice and video with the program ffmpeg, where it is installed. It reads and writes files of
/// the scratch folder only, which live as long as the call. Playlists and the like, which make the program open other
/// files or addresses, are among the formats it is not let read.
public final class Ffmpeg {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern LENGTH = Pattern.compile("Duration: (\\d+):(\\d\\d):(\\d\\d)\\.(\\d\\d)");
    private static final String FORMATS = "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,avi,caf,eac3,flac,flv,gif,"
            + "gif_pipe,jpeg_pipe,m4v,matroska,mjpeg,mov,mp3,mpeg,mpegts,mpegvideo,ogg,png_pipe,wav,"
            + "webp_pipe,wv";
    private static final int BARS = 64;
    private static final int RATE = 8_000;

    private final String program;
    private final Path scratch;
    private final RandomGenerator random;

    public Ffmpeg(String program, Path scratch, RandomGenerator random) {
        this.program = program;
        this.scratch = scratch;
        this.random = random;
    }

    /// Whether the program can be run.
    public boolean available() {
        try {
            return run(List.of("-version")).status() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// The file in the form its kind of message needs.
    ///
    /// @throws Refusal if the program is not there, or cannot do it
    Media converted(MediaLibrary library, SessionLease lease, Media media, MediaKind kind) throws IOException {
        if (!available()) {
            throw Problem.of(
                            ProblemKind.CONVERSION_UNAVAILABLE,
                            "A file of type " + media.mimeType() + " has to be converted to be sent as " + kind.text()
                                    + ", and ffmpeg is not installed.")
                    .withAdvice(
                            "Install ffmpeg on the gateway's machine, convert the file yourself, or send it as document.")
                    .refusal();
        }
        try (Scratch in = new Scratch(library, media);
                Scratch out = new Scratch()) {
            Run run = run(arguments(kind, in.file(), out.file()));
            if (run.status() != 0 || Files.size(out.file()) == 0) {
                throw Problem.of(ProblemKind.CONVERSION_FAILED, "ffmpeg could not convert the file.")
                        .withAdvice("Check that it is a whole " + kind.text() + " file.")
                        .refusal();
            }
            NewFile made = NewFile.upload(
                            () -> Files.newInputStream(out.file()), Optional.of(target(kind)), media.fileName())
                    .with(look(out.file(), kind));
            return MediaRefusals.added(library.add(lease, made));
        }
    }

    /// The file with its length, and a voice message's waveform, as far as they can be found out.
    Media measured(MediaLibrary library, Media media, MediaKind kind) throws IOException {
        boolean plays = switch (kind) {
            case AUDIO, VOICE, VIDEO, VIDEO_NOTE, GIF -> true;
            case IMAGE, STICKER, DOCUMENT -> false;
        };
        if (!plays || media.look().length().isPresent() || !available()) {
            return media;
        }
        try (Scratch in = new Scratch(library, media)) {
            return library.measured(media, look(in.file(), kind));
        }
    }

    private Look look(Path file, MediaKind kind) throws IOException {
        Matcher length = LENGTH.matcher(run(reading(file, "-hide_banner")).text());
        Optional<Duration> plays = length.find()
                ? Optional.of(Duration.ofHours(Long.parseLong(length.group(1)))
                        .plusMinutes(Long.parseLong(length.group(2)))
                        .plusSeconds(Long.parseLong(length.group(3)))
                        .plusMillis(10 * Long.parseLong(length.group(4))))
                : Optional.empty();
        if (kind == MediaKind.VOICE) {
            return new Look(Optional.empty(), Optional.empty(), plays, waveform(file), Optional.empty());
        }
        Look frame = kind == MediaKind.AUDIO ? Look.UNKNOWN : firstFrame(file);
        return new Look(frame.width(), frame.height(), plays, Optional.empty(), frame.thumbnail());
    }

    private Look firstFrame(Path file) throws IOException {
        try (Scratch out = new Scratch()) {
            Run run = run(reading(
                    file, "-y", "-frames:v", "1", "-f", "mjpeg", out.file().toString()));
            if (run.status() != 0) {
                return Look.UNKNOWN;
            }
            try (InputStream picture = Files.newInputStream(out.file())) {
                return Pictures.look(picture);
            }
        }
    }

    private Optional<Bytes> waveform(Path file) throws IOException {
        try (Scratch out = new Scratch()) {
            Run run = run(reading(
                    file,
                    "-y",
                    "-ac",
                    "1",
                    "-ar",
                    Integer.toString(RATE),
                    "-t",
                    "900",
                    "-f",
                    "u8",
                    out.file().toString()));
            return run.status() == 0 ? Optional.of(Bytes.of(bars(Files.readAllBytes(out.file())))) : Optional.empty();
        }
    }

    /// The mean loudness of each of 64 parts, the loudest being 100.
    static byte[] bars(byte[] samples) {
        double[] loud = new double[BARS];
        double most = 1;
        for (int bar = 0; bar < BARS; bar++) {
            int from = (int) ((long) samples.length * bar / BARS);
            int to = (int) ((long) samples.length * (bar + 1) / BARS);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.abs((samples[i] & 0xFF) - 128);
            }
            loud[bar] = to == from ? 0 : sum / (to - from);
            most = Math.max(most, loud[bar]);
        }
        byte[] bars = new byte[BARS];
        for (int bar = 0; bar < BARS; bar++) {
            bars[bar] = (byte) Math.round(100 * loud[bar] / most);
        }
        return bars;
    }

    private static String target(MediaKind kind) {
        return switch (kind) {
            case VOICE -> "audio/ogg; codecs=opus";
            case AUDIO -> "audio/mp4";
            case STICKER -> "image/webp";
            case GIF, VIDEO, VIDEO_NOTE -> "video/mp4";
            case IMAGE -> "image/jpeg";
            case DOCUMENT -> FileType.UNKNOWN;
        };
    }

    private static List<String> arguments(MediaKind kind, Path in, Path out) {
        List<String> arguments = new ArrayList<>(reading(in, "-y"));
        arguments.addAll(
                switch (kind) {
                    case VOICE ->
                        List.of("-vn", "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "32k", "-f", "ogg");
                    case AUDIO -> List.of("-vn", "-c:a", "aac", "-b:a", "128k", "-f", "ipod");
                    case STICKER ->
                        List.of(
                                "-vf",
                                "scale=512:512:force_original_aspect_ratio=decrease,pad=512:512:-1:-1:color=#00000000",
                                "-f",
                                "webp");
                    case GIF ->
                        List.of("-an", "-pix_fmt", "yuv420p", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-f", "mp4");
                    case VIDEO, VIDEO_NOTE ->
                        List.of(
                                "-c:v",
                                "libx264",
                                "-pix_fmt",
                                "yuv420p",
                                "-c:a",
                                "aac",
                                "-movflags",
                                "+faststart",
                                "-f",
                                "mp4");
                    case IMAGE -> List.of("-f", "mjpeg");
                    case DOCUMENT -> List.of("-c", "copy");
                });
        arguments.add(out.toString());
        return arguments;
    }

    /// How a file is read, and what is to be made of it.
    private static List<String> reading(Path file, String... then) {
        List<String> arguments = new ArrayList<>(
                List.of("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", file.toString()));
        arguments.addAll(List.of(then));
        return arguments;
    }

    private record Run(int status, String text) {}

    private Run run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-nostdin"));
        command.addAll(arguments);
        OwnerOnlyFile.folder(scratch);
        try (Scratch said = new Scratch()) {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.file().toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Run(-1, "");
            }
            return new Run(process.exitValue(), Files.readString(said.file(), StandardCharsets.ISO_8859_1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    /// A file in the scratch folder.
    private final class Scratch implements AutoCloseable {
        private final Path file;

        private Scratch() throws IOException {
            byte[] name = new byte[16];
            random.nextBytes(name);
            OwnerOnlyFile.folder(scratch);
            this.file = scratch.resolve("ff-" + HexFormat.of().formatHex(name));
            OwnerOnlyFile.file(file);
        }

        private Scratch(MediaLibrary library, Media media) throws IOException {
            this();
            try (InputStream in = library.open(media, 0, media.size().orElse(0L));
                    var out = Files.newOutputStream(file)) {
                in.transferTo(out);
            }
        }

        Path file() {
            return file;
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
