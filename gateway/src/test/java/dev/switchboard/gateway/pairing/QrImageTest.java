// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrImageTest {
    private static final String TEXT =
            "https://wa.me/settings/linked_devices#2@ref,bm9pc2U=,aWRlbnRpdHk=,YWR2LXNlY3JldA==,1";

    @Test
    void pngIsReadBack() throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrImage.of(TEXT).png(6)));
        assertThat(image.getWidth()).isEqualTo(QrImage.of(TEXT).size() * 6);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(scanned(pixels, image.getWidth(), image.getHeight())).isEqualTo(TEXT);
    }

    @Test
    void terminalDrawingIsReadBack() throws Exception {
        String[] lines = QrImage.of(TEXT).terminal().split("\n", -1);
        int width = lines[0].length();
        int height = (lines.length - 1) * 2;
        int scale = 4;
        int[] pixels = new int[width * scale * height * scale];
        for (int y = 0; y < height * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                char block = lines[y / scale / 2].charAt(x / scale);
                boolean upper = y / scale % 2 == 0;
                boolean light = block == '█' || block == (upper ? '▀' : '▄');
                pixels[y * width * scale + x] = light ? 0xFFFFFFFF : 0xFF000000;
            }
        }
        assertThat(scanned(pixels, width * scale, height * scale)).isEqualTo(TEXT);
    }

    @Test
    void svgHasItsModules() {
        String svg = QrImage.of(TEXT).svg();
        assertThat(svg).startsWith("<svg xmlns=").contains("M4 4h7v1h-7z").endsWith("</svg>");
    }

    @Test
    void tooLongTextIsRefused() {
        String text = "x".repeat(3000);
        assertThatThrownBy(() -> QrImage.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String scanned(int[] pixels, int width, int height) throws Exception {
        return new QRCodeReader()
                .decode(new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }
}
