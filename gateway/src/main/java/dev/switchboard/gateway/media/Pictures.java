// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.wire.Bytes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Looks at pictures: how large they are, and a small copy. A picture is never unpacked whole if it is large: only
/// every n-th point of it is.
final class Pictures {
    private static final int THUMBNAIL = 100;
    private static final int PROFILE = 640;
    private static final long MOST_POINTS = 100_000_000;
    private static final int POINTS_UNPACKED = 1_000_000;

    private Pictures() {}

    /// What it looks like; unknown if it is no picture that can be read.
    static Look look(InputStream content) {
        try (ImageInputStream image = new MemoryCacheImageInputStream(content)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
            if (!readers.hasNext()) {
                return Look.UNKNOWN;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(image, true, true);
                return look(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException _) {
            return Look.UNKNOWN; // a damaged picture is still a file
        }
    }

    /// The middle of a picture as a JPEG of 640 by 640 points; empty if it cannot be read.
    static Optional<Bytes> square(InputStream content) {
        try (ImageInputStream image = new MemoryCacheImageInputStream(content)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(image, true, true);
                return Optional.of(square(reader));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private static Bytes square(ImageReader reader) throws IOException {
        ImageReadParam every = reader.getDefaultReadParam();
        int step = Math.max(1, Math.min(reader.getWidth(0), reader.getHeight(0)) / (2 * PROFILE));
        every.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, every);
        int side = Math.min(image.getWidth(), image.getHeight());
        int x = (image.getWidth() - side) / 2;
        int y = (image.getHeight() - side) / 2;
        BufferedImage square = new BufferedImage(PROFILE, PROFILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = square.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, PROFILE, PROFILE, x, y, x + side, y + side, Color.WHITE, null);
        pen.dispose();
        return jpeg(square);
    }

    private static Bytes jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "jpg", jpeg)) {
            throw new IOException("no JPEG writer");
        }
        return Bytes.of(jpeg.toByteArray());
    }

    private static Look look(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        Optional<Bytes> small =
                (long) width * height > MOST_POINTS ? Optional.empty() : Optional.of(thumbnail(reader, width, height));
        return new Look(Optional.of(width), Optional.of(height), Optional.empty(), Optional.empty(), small);
    }

    private static Bytes thumbnail(ImageReader reader, int width, int height) throws IOException {
        ImageReadParam every = reader.getDefaultReadParam();
        int step = (int) Math.max(1, Math.ceil(Math.sqrt((double) width * height / POINTS_UNPACKED)));
        every.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, every);
        double scale = Math.min(1.0, (double) THUMBNAIL / Math.max(image.getWidth(), image.getHeight()));
        int w = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int h = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage small = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, w, h, Color.WHITE, null);
        pen.dispose();
        return jpeg(small);
    }
}
