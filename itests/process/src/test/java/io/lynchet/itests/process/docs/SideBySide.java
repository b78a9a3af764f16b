// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Puts the pictures of two windows into one, as somebody sees them who has both open. */
final class SideBySide {
    private static final int MARGIN = 16;
    private static final Color DESK = new Color(0x5b6b7a);

    private SideBySide() {}

    static void write(Path target, Path left, Path right) throws IOException {
        BufferedImage one = ImageIO.read(left.toFile());
        BufferedImage other = ImageIO.read(right.toFile());
        int width = one.getWidth() + other.getWidth() + 3 * MARGIN;
        int height = Math.max(one.getHeight(), other.getHeight()) + 2 * MARGIN;
        BufferedImage both = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = both.createGraphics();
        pen.setColor(DESK);
        pen.fillRect(0, 0, width, height);
        pen.drawImage(one, MARGIN, MARGIN, null);
        pen.drawImage(other, one.getWidth() + 2 * MARGIN, MARGIN, null);
        pen.dispose();
        ImageIO.write(both, "png", target.toFile());
    }
}
