// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.pairing;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A QR code as a picture: PNG, SVG, or characters for a terminal. Made without a graphics library, since it is only
/// black and white squares.
public final class QrImage {
    private static final int QUIET = 4;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final boolean[][] dark;

    private QrImage(boolean[][] dark) {
        this.dark = dark;
    }

    /// Encodes a text, with the white margin that scanners need.
    public static QrImage of(String text) {
        ByteMatrix matrix;
        try {
            matrix = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(
                    "QR text: " + text.length() + " chars (expected: at most 2953 bytes)", e);
        }
        int size = matrix.getWidth() + 2 * QUIET;
        boolean[][] dark = new boolean[size][size];
        for (int y = 0; y < matrix.getHeight(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                dark[y + QUIET][x + QUIET] = matrix.get(x, y) == 1;
            }
        }
        return new QrImage(dark);
    }

    /// Modules on a side, margin included.
    public int size() {
        return dark.length;
    }

    /// A PNG of one bit a pixel.
    ///
    /// @param scale pixels a module
    public byte[] png(int scale) {
        int side = size() * scale;
        int rowBytes = (side + 7) / 8;
        byte[] raw = new byte[(rowBytes + 1) * side];
        for (int y = 0; y < side; y++) {
            int start = y * (rowBytes + 1) + 1;
            for (int x = 0; x < side; x++) {
                if (!dark[y / scale][x / scale]) {
                    raw[start + x / 8] |= (byte) (0x80 >> (x % 8));
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        out.writeBytes(PNG_SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(side)
                .putInt(side)
                .put(new byte[] {1, 0, 0, 0, 0})
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflated(raw));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /// The PNG as a `data:` address.
    public String dataUrl() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(6));
    }

    /// An SVG that scales to any size.
    public String svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < size(); y++) {
            for (int x = 0; x < size(); x++) {
                int from = x;
                while (x < size() && dark[y][x]) {
                    x++;
                }
                if (x > from) {
                    path.append('M')
                            .append(from)
                            .append(' ')
                            .append(y)
                            .append('h')
                            .append(x - from)
                            .append("v1h-");
                    path.append(x - from).append('z');
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
                        .formatted(size(), size())
                + "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"".formatted(size(), size())
                + path
                + "\"/></svg>";
    }

    /// Lines of half blocks, two modules high each: dark modules are spaces, for a dark terminal.
    public String terminal() {
        StringBuilder out = new StringBuilder();
        for (int y = QUIET - 2; y < size() - QUIET + 2; y += 2) {
            for (int x = QUIET - 2; x < size() - QUIET + 2; x++) {
                boolean upper = !dark[y][x];
                boolean lower = y + 1 < size() && !dark[y + 1][x];
                out.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static byte[] deflated(byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(raw);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            int count = deflater.deflate(buffer);
            out.write(buffer, 0, count);
        }
        deflater.end();
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOf(name, name.length + data.length);
        System.arraycopy(data, 0, body, name.length, data.length);
        CRC32 sum = new CRC32();
        sum.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
