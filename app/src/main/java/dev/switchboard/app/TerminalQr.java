// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/// Draws a QR code with half-block characters, two rows of modules to a line of text, dark on light so that a phone
/// reads it from a dark terminal as well.
public final class TerminalQr {
    private static final int QUIET = 2;

    private TerminalQr() {}

    /// Lines of text, indented.
    ///
    /// @param color whether the terminal understands colours
    public static String draw(String text, boolean color) {
        BitMatrix matrix;
        try {
            matrix = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L));
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit a QR code", e);
        }
        StringBuilder out = new StringBuilder();
        for (int y = 0; y < matrix.getHeight(); y += 2) {
            out.append("    ").append(color ? "\u001b[30;107m" : "");
            for (int x = 0; x < matrix.getWidth(); x++) {
                boolean upper = matrix.get(x, y);
                boolean lower = y + 1 < matrix.getHeight() && matrix.get(x, y + 1);
                out.append(cell(upper, lower, color));
            }
            out.append(color ? "\u001b[0m\n" : "\n");
        }
        return out.toString();
    }

    /// With colour the ink is black on white; without, the block is the light part, as most terminals are dark.
    private static char cell(boolean upper, boolean lower, boolean color) {
        boolean top = upper == color;
        boolean bottom = lower == color;
        if (top) {
            return bottom ? '█' : '▀';
        }
        return bottom ? '▄' : ' ';
    }
}
